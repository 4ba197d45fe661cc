import { logLogFit } from './power-law.ts';
import { hurwitzZeta } from './zeta.ts';

/** What section 3.1 puts in front of A D, exactly and as the paper approximates it. */
export interface SkillConcentration {
  /** Z = Σ_k k^-(alpha+1). */
  normalizer: number;
  /** 1/alpha, which the paper takes for Z. */
  normalizerApproximation: number;
  /** Σ_k p(k)². */
  sumOfSquares: number;
  /** alpha² / (2 alpha + 1): Z by 1/alpha and the sum over k by its integral. */
  firstApproximation: number;
  /** alpha², the paper's last step, for alpha far below 1. */
  secondApproximation: number;
}

/**
 * Σ_k p(k)² of p(k) ∝ k^-(alpha+1), k = 1..skills, the factor of A D in H(X) = C + A D Σ p² (section 3.1).
 * @param skills null: without bound, by the zeta function
 */
export function skillConcentration(alpha: number, skills: number | null): SkillConcentration {
  const normalizer = zetaSum(alpha + 1, skills);
  return {
    normalizer,
    normalizerApproximation: 1 / alpha,
    sumOfSquares: zetaSum(2 * alpha + 2, skills) / normalizer ** 2,
    firstApproximation: alpha ** 2 / (2 * alpha + 1),
    secondApproximation: alpha ** 2,
  };
}

/**
 * The exponent of D Σ_k p(k)² in the data size D, where 1/alpha grows as D^gamma; section 3.1 says 1 - 2 gamma.
 * Fitted over D = alpha^(-1/gamma).
 * @param alphas at least two different values
 */
export function datasetExponent(gamma: number, alphas: readonly number[], skills: number | null): number {
  const sizes = alphas.map((alpha) => alpha ** (-1 / gamma));
  const entropies = alphas.map((alpha, i) => sizes[i] * skillConcentration(alpha, skills).sumOfSquares);
  return logLogFit(sizes, entropies)!.gamma;
}

/** Σ_{k=1..M} k^-s, as the difference of two tails: to 1e-12 even where s - 1 is as small as 1e-4. */
function zetaSum(s: number, skills: number | null): number {
  return hurwitzZeta(s, 1) - (skills === null ? 0 : hurwitzZeta(s, skills + 1));
}
