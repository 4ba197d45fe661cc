import { InputError } from '../errors.ts';
import { checkFinite, checkMatrix, checkSize, checkUnitDiagonal } from '../linalg/check.ts';
import { leadingLargestEigenvalues } from '../linalg/largest-eigenvalue.ts';
import { leadingRanks, rankTolerance } from '../linalg/leading-rank.ts';
import { choleskyFactor } from '../linalg/ml-matrix.ts';

/** The paper's noise, section 4.1. */
export const DEFAULT_SIGMA = 0.01;

/** Largest rounding error of a gain that is let pass, in nats: rounding is about n * eps / sigma². */
const LARGEST_ROUNDING = 1e-3;

/** Per token T of one text (index T - 1), in nats; divide by the hidden size d for the paper's normalisation. */
export interface InformationGain {
  /** I(y_T; f) = ½ logdet(I + σ⁻² K_T), cumulative. */
  informationGain: Float64Array;
  /** I_T - I_{T-1} = ½ log(1 + σ⁻² v_T), within [0, ½ log(1 + σ⁻²)]. */
  gain: Float64Array;
  /** v_T, the variance of token T given those before it, within [0, 1]. */
  posteriorVariance: Float64Array;
}

/**
 * Information gain of every prefix of a text (arXiv 2402.03471, section 4.1; gains by the corrected
 * Theorem 4.1). One Cholesky R Rᵀ = I + σ⁻² K serves all prefixes: log R_TT is the gain of token T. It is
 * computed as ½ log1p(σ⁻² v_T) with v_T = K_TT - σ² Σ_{k<T} R_Tk², which equals σ²(R_TT² - 1) and keeps its digits
 * when σ is large; only rounding is clamped. Cost n³/6.
 * @param K n x n Gram matrix of the L2-normalised hidden states, row-major, unit diagonal
 * @throws InputError when K is no such matrix, or sigma is not a positive number or too small for n tokens in float64
 * @example
 * ```ts
 * const K = Float64Array.of(1, 0.5, 0.5, 1); // two tokens whose states have a cosine of 0.5
 * informationGain(K, 2, DEFAULT_SIGMA).gain; // [4.6052, 4.4614]
 * ```
 */
export function informationGain(K: Float64Array, n: number, sigma: number): InformationGain {
  checkNormalized(K, n);
  checkSigma(sigma, n);
  const R = choleskyFactor(addIdentity(K, n, sigma), n);
  const result: InformationGain = {
    informationGain: new Float64Array(n),
    gain: new Float64Array(n),
    posteriorVariance: new Float64Array(n),
  };
  let total = 0;
  for (let i = 0; i < n; i++) {
    let explained = 0;
    for (let k = 0; k < i; k++) explained += R[i * n + k] ** 2;
    const variance = Math.min(1, Math.max(0, 1 - sigma * sigma * explained));
    const gain = Math.log1p(variance / (sigma * sigma)) / 2;
    total += gain;
    result.posteriorVariance[i] = variance;
    result.gain[i] = gain;
    result.informationGain[i] = total;
  }
  return result;
}

/** I + σ⁻² K. */
function addIdentity(K: Float64Array, n: number, sigma: number): Float64Array {
  const out = K.map((value) => value / (sigma * sigma));
  for (let i = 0; i < n; i++) out[i * n + i] += 1;
  return out;
}

/**
 * The bound below Def 4.2 with its missing ½, for every prefix: I_T <= ½ rank(K_T) log(1 + σ⁻² T / srank(Z_T)), in
 * nats. Rows of Z have length 1, so T / srank(Z_T) is the largest eigenvalue of K_T.
 * @param K n x n Gram matrix of the L2-normalised hidden states of `dim` entries, row-major
 * @throws InputError when sigma is so small that rows which count as dependent would still carry gain
 * @example
 * ```ts
 * informationGainBound(Float64Array.of(1, 0.5, 0.5, 1), 2, 64, DEFAULT_SIGMA); // [4.6052, 9.6159]
 * ```
 */
export function informationGainBound(K: Float64Array, n: number, dim: number, sigma: number): Float64Array {
  checkNormalized(K, n);
  checkSize('the hidden size', dim, 1);
  checkSigma(sigma, n);
  const least = Math.sqrt(rankTolerance(n, dim) / LARGEST_ROUNDING);
  if (sigma < least) throw tooSmall(sigma, n, least);
  const ranks = leadingRanks(K, n, dim);
  return leadingLargestEigenvalues(K, n).map(
    (largest, i) => (ranks[i] * Math.log1p(largest / (sigma * sigma))) / 2,
  );
}

/**
 * Theorem 4.1 as the paper prints it, ½ log(1 + σ⁻² - σ² + σ² v_T): not the gain, since the off-diagonal blocks of
 * its proof lack σ⁻². It is the gain at σ = 1 and where v_T = 1. NaN where the logarithm is undefined.
 * @param posteriorVariance v_T per token, from `informationGain` with the same sigma
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * gainAsPrinted(Float64Array.of(1, 0.75), 1); // [0.34657, 0.27981]
 * ```
 */
export function gainAsPrinted(posteriorVariance: Float64Array, sigma: number): Float64Array {
  checkSigma(sigma, 0);
  checkFinite('the variances', posteriorVariance);
  const squared = sigma * sigma;
  return posteriorVariance.map((variance) => {
    const argument = 1 / squared - squared * (1 - variance);
    return argument > -1 ? Math.log1p(argument) / 2 : Number.NaN;
  });
}

/** @throws InputError for what is no finite n x n Gram matrix of normalised rows */
export function checkNormalized(K: Float64Array, n: number): void {
  checkMatrix(K, n);
  checkFinite('the Gram matrix', K);
  checkUnitDiagonal(K, n);
}

/** @throws InputError for a sigma that is no positive number, or too small for so many tokens */
export function checkSigma(sigma: number, tokens: number): void {
  if (!(sigma > 0 && Number.isFinite(sigma * sigma)))
    throw new InputError(
      `sigma is ${sigma}, but must be a number above 0 whose square is finite`,
      `the paper's value is ${DEFAULT_SIGMA}`,
    );
  const least = Math.sqrt((tokens * Number.EPSILON) / LARGEST_ROUNDING);
  if (sigma < least) throw tooSmall(sigma, tokens, least);
}

function tooSmall(sigma: number, tokens: number, least: number): InputError {
  return new InputError(
    `sigma ${sigma} is too small for ${tokens} tokens: float64 rounding would exceed ${LARGEST_ROUNDING} nats a token`,
    `use a sigma of at least ${least.toPrecision(2)}; the paper's value is ${DEFAULT_SIGMA}`,
  );
}
