import { InputError } from '../errors.ts';
import { checkFinite, checkSize } from '../linalg/check.ts';

/** The paper's distortion, section 3. */
export const DEFAULT_EPS = 0.1;

/** Largest rounding error of one term of the entropy that is let pass, in nats: rounding is about d * 2⁻⁵² / eps². */
const LARGEST_ROUNDING = 1e-3;

/** Entropy of the hidden states of one text (Def 3.1). */
export interface RateDistortionEntropy {
  /** L_eps, in nats. */
  entropy: number;
  /** Its share of the maximum over all n x d matrices of unit rows, (d+n)/2 * d * log(1 + 1/eps²). */
  normalized: number;
  /** The largest share n tokens can reach: eq. (1) at n/d, and 1 from n = d on. */
  ceiling: number;
}

/**
 * Rate-distortion entropy, Def 3.1 of arXiv 2402.03471: L_eps = (d+n)/2 * logdet(I_n + d/(eps² n) K), by Sylvester's
 * identity from the n x n Gram matrix K in place of the d x d covariance.
 * @param eigenvalues of K, the Gram matrix of n L2-normalised hidden states of d entries
 * @throws InputError when eps is not a positive number or too small for d in float64
 * @example
 * ```ts
 * rateDistortionEntropy(Float64Array.of(1, 1), 64, DEFAULT_EPS).normalized; // 0.054652
 * ```
 */
export function rateDistortionEntropy(
  eigenvalues: Float64Array,
  dim: number,
  eps: number,
): RateDistortionEntropy {
  const n = eigenvalues.length;
  checkSize('the number of eigenvalues', n, 1);
  checkFinite('the eigenvalues', eigenvalues);
  checkSize('the hidden size', dim, 1);
  checkEps(eps, dim);
  const scale = dim / (eps * eps * n);
  const logdet = eigenvalues.reduce((sum, value) => sum + Math.log1p(scale * Math.max(0, value)), 0);
  const weight = (dim + n) / 2;
  const ceiling = rankRatioEntropy(Math.min(1, n / dim), eps);
  const share = logdet / (dim * Math.log1p(1 / (eps * eps)));
  // orthogonal rows reach the ceiling, and rounding may put them above
  return { entropy: weight * logdet, normalized: Math.min(share, ceiling), ceiling };
}

/**
 * Eq. (1): f(q) = q log(1 + 1/(eps² q)) / log(1 + 1/eps²), the normalised entropy of states whose covariance has
 * r equal eigenvalues, q = r/d. It rises from f(0) = 0 to f(1) = 1.
 * @param ratio q, from above 0 to 1
 * @throws InputError for another ratio, or an eps that is no positive number
 * @example
 * ```ts
 * rankRatioEntropy(0.5, DEFAULT_EPS); // 0.57456
 * ```
 */
export function rankRatioEntropy(ratio: number, eps: number): number {
  checkEps(eps, 0);
  if (!(ratio > 0 && ratio <= 1))
    throw new InputError(`the rank ratio is ${ratio}`, 'give r/d, above 0 and at most 1');
  const squared = eps * eps;
  return (ratio * Math.log1p(1 / (squared * ratio))) / Math.log1p(1 / squared);
}

function checkEps(eps: number, dim: number): void {
  if (!(eps > 0 && Number.isFinite(eps * eps)))
    throw new InputError(
      `eps is ${eps}, but must be a number above 0 whose square is finite`,
      `the paper's value is ${DEFAULT_EPS}`,
    );
  const least = Math.sqrt((dim * Number.EPSILON) / LARGEST_ROUNDING);
  if (eps < least)
    throw new InputError(
      `eps ${eps} is too small for ${dim} dimensions: float64 rounding would exceed ${LARGEST_ROUNDING} nats`,
      `use an eps of at least ${least.toPrecision(2)}; the paper's value is ${DEFAULT_EPS}`,
    );
}
