/**
 * How the column `quantity` names the rows of the skill model, written and read in one place: a saved CSV has no other
 * column that tells n, M and the axis, and the figure draws what is saved.
 */

/** An axis of the curves: what is left to learn, skills comprehended, flops. */
export type Axis = 'H - C' | 'n' | 'S';

/** A point of a curve: one of two numbers once n skills are comprehended. */
export interface CurvePoint {
  of: Axis;
  n: number;
  /** How many skills there are, M; null: without bound. */
  skills: number | null;
}

const POINT = /^(H - C|S) at n = (\d+), (M .+)$/;
const BOUND = /^M = (\d+)$/;

/** How many skills a row is about: `M = 1000000`, or without bound. */
export function skillsPhrase(skills: number | null): string {
  return skills === null ? 'M unbounded' : `M = ${skills}`;
}

export function pointQuantity({ of, n, skills }: CurvePoint): string {
  return `${of} at n = ${n}, ${skillsPhrase(skills)}`;
}

/** The point that a quantity names; null where it is about something else. */
export function readPoint(quantity: string): CurvePoint | null {
  const [, of, n, phrase] = POINT.exec(quantity) ?? [];
  if (phrase === undefined) return null;
  const bound = BOUND.exec(phrase);
  return { of: of as Axis, n: Number(n), skills: bound ? Number(bound[1]) : null };
}

export function exponentQuantity(of: Axis, variable: string, skills: number | null): string {
  return `exponent of ${of} in ${variable}, ${skillsPhrase(skills)}`;
}
