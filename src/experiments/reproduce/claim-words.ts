import { PERMUTATIONS } from '../../metrics/permutation.ts';
import type { ClaimRow } from '../../report/html/report.ts';
import type { Claim } from './claim.ts';
import type { Control } from './control.ts';
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

/** "mean, sd, [prediction interval], seeds", as far as there are seeds. */
export function controlWords(control: Control | null): string {
  if (control === null) return '';
  const { mean, sd, interval, seeds, passes } = control;
  const words = [short(mean)];
  if (sd !== null) words.push(`sd ${short(sd)}`);
  if (interval !== null) words.push(`[${short(interval.low)}, ${short(interval.high)}]`);
  words.push(`${seeds} seed${seeds === 1 ? '' : 's'}`);
  if (passes !== null) words.push(`${passes} of them pass`);
  return words.join(', ');
}

/** A claim as the report shows it. */
export function shownClaim(claim: Claim): ClaimRow {
  const { number, quantity, setting, value, interval, threshold, models, data } = claim;
  return {
    claim: `${number} ${STATEMENTS[number].title}`,
    quantity: [quantity, setting, ...extras(claim)].filter((part) => part !== '').join(', '),
    value,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    threshold,
    verdict: verdictWords(claim),
    models: claim.model ?? models,
    data,
    control: controlWords(claim.control),
  };
}

function extras({ p, r2, nullSlope, predicted, skills }: Claim): string[] {
  const words: string[] = [];
  if (p !== undefined) words.push(pWords(p));
  if (r2 !== undefined && r2 !== null) words.push(`R² ${short(r2)}`);
  if (nullSlope !== undefined) words.push(`slope at a constant rank ${short(nullSlope)}`);
  if (predicted !== undefined) words.push(`predicted ${short(predicted)}`);
  if (skills !== undefined) words.push(`M = ${skills}`);
  return words;
}

/** Three digits: what words say; files have all. */
export function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
