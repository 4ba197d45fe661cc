import type { ClaimRow } from '../../report/html/report.ts';
import type { Cell } from '../../report/result.ts';
import type { Claim } from './claim.ts';

export const CLAIM_COLUMNS = [
  'claim',
  'quantity',
  'value',
  'low',
  'high',
  'threshold',
  'verdict',
  'models',
  'data',
  'control',
];

/** A claim as a row of claims.csv: the control's range in full digits, "least to largest". */
export function claimRow(claim: Claim): Record<string, Cell> {
  return { ...shared(claim), control: claim.control && `${claim.control.low} to ${claim.control.high}` };
}

/** A claim as the report shows it. */
export function shownClaim(claim: Claim): ClaimRow {
  const { control } = claim;
  const range = control === null ? '' : [control.low, control.high].map((value) => short(value)).join(' to ');
  return { ...shared(claim), control: range };
}

function shared({ claim, quantity, value, interval, threshold, verdict, models, data }: Claim) {
  const [low, high] = [interval?.low ?? null, interval?.high ?? null];
  return { claim, quantity, value, low, high, threshold, verdict, models, data };
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
