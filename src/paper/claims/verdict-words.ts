import type { Claim } from './claim.ts';
import { STATEMENTS } from './statements.ts';

/** A verdict that says so where what holds is a theorem, or llmgeo's own and not the paper's. */
export function verdictWords({ number, verdict }: Pick<Claim, 'number' | 'verdict'>): string {
  if (verdict !== 'holds') return verdict;
  const { kind } = STATEMENTS[number];
  if (kind === 'theorem') return 'holds (a theorem)';
  return kind === 'correction' ? 'holds (a correction by llmgeo)' : verdict;
}
