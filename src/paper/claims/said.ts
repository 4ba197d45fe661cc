import { PERMUTATIONS } from '../../metrics/permutation.ts';
import type { Claim, Part } from './claim.ts';
import type { Control } from './control.ts';

/** A number in a sentence, to so many digits. */
export function said(value: number, digits = 2): string {
  return String(Number(value.toPrecision(digits)));
}

/** The least that so many permutations can give. */
const LEAST_P = 1 / (1 + PERMUTATIONS);

/** A p-value as a relation: the least that a permutation test can give is a bound, not a value. */
export function pWords(p: number): string {
  return p <= LEAST_P ? `p ≤ ${LEAST_P.toExponential()}` : `p = ${said(p, 3)}`;
}

/** The least and the largest of some numbers, "0.44 to 0.46", or the one number that all are; a dash for none. */
export function saidRange(values: readonly number[], digits = 2): string {
  if (values.length === 0) return '–';
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => said(value, digits));
  return low === high ? low : `${low} to ${high}`;
}

/** The values of the claims that have one. */
export function valuesOf(claims: readonly Claim[]): number[] {
  return claims.map(({ value }) => value).filter((value) => value !== null);
}

/** The means of the controls that there are. */
export function meansOf(of: readonly { control: Control | null }[]): number[] {
  return of.flatMap(({ control }) => (control === null ? [] : [control.mean]));
}

/** The most that one more untrained model may give in any size; null where there is no prediction. */
export function highestOf(claims: readonly Claim[]): number | null {
  const ends = claims.flatMap(({ control }) => (control?.interval ? [control.interval.high] : []));
  return ends.length === 0 ? null : Math.max(...ends);
}

/** The parts of some claims that have this name. */
export function partsOf(claims: readonly Claim[], name: string): Part[] {
  return claims.flatMap(({ parts }) => parts.filter((part) => part.name === name));
}

/** From the smallest model to the largest: "goes from 2.3 (nano-xs) to 0.8 (nano-l)". */
export function saidAcross(parts: readonly Part[], digits = 3): string {
  const [first, last] = [parts[0], parts[parts.length - 1]];
  if (parts.length === 1) return `is ${said(first.value, digits)}`;
  return `goes from ${said(first.value, digits)} (${first.model}) to ${said(last.value, digits)} (${last.model})`;
}
