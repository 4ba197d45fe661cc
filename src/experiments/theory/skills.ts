import { logLogFit } from '../../metrics/power-law.ts';
import { type SkillCurve, skillCurve } from '../../metrics/skill-model.ts';
import { deviation } from './row.ts';

/** B, C and Δ of section 3, in nats: the exponents depend on none of them. */
export const ENTROPIES = { before: 5, after: 2, perFlop: 0.25 };
/** n = 100..10,000 in equal steps of log n, from which exponents are fitted. */
export const COUNTS = Array.from({ length: 25 }, (_, i) => Math.round(10 ** (2 + i / 12)));
/** An exponent as the theorem has it and as exact sums have it. */
export interface Exponent {
  predicted: number;
  /** Null where rounding leaves nothing to fit. */
  fitted: number | null;
  /** |fitted / predicted - 1|. */
  deviation: number | null;
}

/** The exponents of Lemma 3.6 to Theorem 3.8 for one alpha and one number of skills (claim 13). */
export interface ScalingExponents {
  alpha: number;
  /** Null: without bound. */
  skills: number | null;
  /** Of H - C in n, the number of skills comprehended (Lemma 3.6), and so in N = r n (Theorem 3.7). */
  inCount: Exponent;
  /** Of H - C in S, the flops (Theorem 3.8). */
  inFlops: Exponent;
}

/** Fits the exponents over n = 100..10,000, by the exact sums of `skillCurve`. */
export function scalingExponents(alpha: number, skills: number | null): ScalingExponents {
  return exponentsOf(alpha, skills, countCurve(alpha, skills));
}

/** The model's exact sums at the counts that exponents are fitted over. */
export function countCurve(alpha: number, skills: number | null): SkillCurve {
  return skillCurve({ alpha, skills, ...ENTROPIES }, COUNTS);
}

/** The exponents of one such curve. */
export function exponentsOf(
  alpha: number,
  skills: number | null,
  { n, excess, flops }: SkillCurve,
): ScalingExponents {
  return {
    alpha,
    skills,
    inCount: exponent(-alpha, n, excess),
    inFlops: exponent(-alpha / (alpha + 2), flops, excess),
  };
}

/** The log-log slope of y in x beside what a theorem says of it. */
export function exponent(predicted: number, x: ArrayLike<number>, y: ArrayLike<number>): Exponent {
  const fitted = logLogFit(x, y)?.gamma ?? null;
  return { predicted, fitted, deviation: fitted === null ? null : deviation(predicted, fitted) };
}
