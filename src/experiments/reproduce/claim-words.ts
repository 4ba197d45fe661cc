import { PERMUTATIONS } from '../../metrics/permutation.ts';
import type { Claim } from './claim.ts';
import { STATEMENTS } from './statements.ts';

/** A p-value as a relation: the least that a permutation test can give is a bound, not a value. */
export function pWords(p: number): string {
  return p <= 1 / (1 + PERMUTATIONS) ? 'p ≤ 1e-4' : `p = ${short(p)}`;
}

/** A verdict that says so where what holds is a theorem, or llmgeo's own and not the paper's. */
export function verdictWords({ number, verdict }: Pick<Claim, 'number' | 'verdict'>): string {
  if (verdict !== 'holds') return verdict;
  const { kind } = STATEMENTS[number];
  if (kind === 'theorem') return 'holds (a theorem)';
  return kind === 'correction' ? 'holds (a correction by llmgeo)' : verdict;
}

/** Three digits: what words say; files have all. */
export function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
