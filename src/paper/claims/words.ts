import { PERMUTATIONS } from '../../metrics/permutation.ts';
import type { Claim } from './claim.ts';
import { said } from './found-words.ts';
import { STATEMENTS } from './statements.ts';

/** The least that so many permutations can give. */
const LEAST_P = 1 / (1 + PERMUTATIONS);

/** A p-value as a relation: the least that a permutation test can give is a bound, not a value. */
export function pWords(p: number): string {
  return p <= LEAST_P ? `p ≤ ${LEAST_P.toExponential()}` : `p = ${said(p, 3)}`;
}

/** A verdict that says so where what holds is a theorem, or llmgeo's own and not the paper's. */
export function verdictWords({ number, verdict }: Pick<Claim, 'number' | 'verdict'>): string {
  if (verdict !== 'holds') return verdict;
  const { kind } = STATEMENTS[number];
  if (kind === 'theorem') return 'holds (a theorem)';
  return kind === 'correction' ? 'holds (a correction by llmgeo)' : verdict;
}
