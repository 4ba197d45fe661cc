/** A theorem in one setting: what it says, what was found, and whether they agree. */
export type TheoryRow = {
  theorem: string;
  /** Of the skill distribution p(k) ∝ k^-(alpha+1); null where there is none. */
  alpha: number | null;
  /** What is compared, in which setting; entropies in nats. */
  quantity: string;
  predicted: number | null;
  measured: number | null;
  /** Null where nothing says how close is close enough. */
  holds: boolean | null;
  kind: TheoryKind;
  /** What `holds` is where llmgeo and the mathematics are right; null where it may be either. */
  expected: boolean | null;
};

/**
 * What a row is about: a theorem under its conditions (or as corrected), an erratum, a theorem without one of its
 * conditions, or an approximation, which is close in some settings and not in others.
 */
export type TheoryKind = 'theorem' | 'erratum' | 'condition dropped' | 'approximation';

/** What is to be expected of each kind. */
const EXPECTED: Record<TheoryKind, boolean | null> = {
  theorem: true,
  erratum: false,
  'condition dropped': false,
  approximation: null,
};

/** The columns `kind` and `expected` of a row. */
export function ofKind(kind: TheoryKind): Pick<TheoryRow, 'kind' | 'expected'> {
  return { kind, expected: EXPECTED[kind] };
}

/** Whether a row says what it should; null where nothing is to be judged. */
export function isAsExpected({ holds, expected }: Pick<TheoryRow, 'holds' | 'expected'>): boolean | null {
  return holds === null ? null : expected === null || holds === expected;
}

/** Exponents and approximations hold within this share of what is predicted (claim 13). */
export const TOLERANCE = 0.02;
/** Identities hold within this: float64 rounding of sums of a few terms. */
export const ROUNDING = 1e-12;

/** |measured / predicted - 1|. */
export function deviation(predicted: number, measured: number): number {
  return Math.abs(measured / predicted - 1);
}

/** A row that holds where the measured value is within 2 % of the predicted one; null where there is none. */
export function approximateRow(
  theorem: string,
  alpha: number | null,
  quantity: string,
  predicted: number,
  measured: number | null,
  kind: TheoryKind = 'approximation',
): TheoryRow {
  const holds = measured === null ? null : deviation(predicted, measured) <= TOLERANCE;
  return { theorem, alpha, quantity, predicted, measured, holds, ...ofKind(kind) };
}

/** A row that holds where both sides are equal but for rounding. */
export function identityRow(
  theorem: string,
  quantity: string,
  predicted: number,
  measured: number,
  kind: TheoryKind = 'theorem',
): TheoryRow {
  const holds = Math.abs(measured - predicted) <= ROUNDING;
  return { theorem, alpha: null, quantity, predicted, measured, holds, ...ofKind(kind) };
}
