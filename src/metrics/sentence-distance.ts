import { InputError } from '../errors.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { covarianceLess, type SentencePair } from './sentence-pair.ts';

/** The distances between two texts (section 4.3 and appendix A), by the names of `--metric`. */
export const METRICS = ['js', 'logdet', 'riemann', 'logeuclidean', 'frobenius'] as const;

export type Metric = (typeof METRICS)[number];

/** δ, which the paper does not give. */
export const DEFAULT_RIDGE = 1e-6;

/** γ and δ from here to 1e12: beyond, the rounding of float64 cosines would decide the distance. */
const LEAST = 1e-12;

export interface DistanceOptions {
  /** γ of js. */
  gamma: number;
  /** δ of logdet, riemann and logeuclidean. */
  ridge: number;
}

/**
 * The distance between two texts' covariances A and B (see SentenceStates), exact in the joint span of their tokens:
 * no d x d matrix is formed. `logdet` is `js` with γ = 1/δ. 0 where both texts have the same states.
 * @throws InputError where γ or δ leaves the metric undefined
 */
export function sentenceDistance(pair: SentencePair, metric: Metric, options: DistanceOptions): number {
  checkDistanceOptions([metric], options);
  if (pair.same) return 0;
  switch (metric) {
    case 'js':
      return jensenShannon(pair, 1 / options.gamma);
    case 'logdet':
      return jensenShannon(pair, options.ridge);
    case 'riemann':
      return riemann(pair, options.ridge);
    case 'logeuclidean':
      return logEuclidean(pair, options.ridge);
    case 'frobenius':
      return frobenius(pair);
  }
}

/**
 * Refuses a γ or δ with which a wanted metric is not defined, or lost in rounding.
 * @throws InputError naming the flag
 */
export function checkDistanceOptions(metrics: readonly Metric[], { gamma, ridge }: DistanceOptions): void {
  if (metrics.includes('js')) checkRange('--gamma', gamma, 'the paper uses 100');
  const ridged = metrics.filter((metric) => metric !== 'js' && metric !== 'frobenius');
  if (ridged.length === 0) return;
  if (ridge === 0)
    throw new InputError(
      `--ridge 0 leaves ${ridged.join(', ')} undefined: a covariance of few tokens is singular`,
      `give a ridge above 0, as 1e-6, or ask for js or frobenius`,
    );
  checkRange('--ridge', ridge, 'the default is 1e-6');
}

function checkRange(flag: string, value: number, hint: string): void {
  if (value >= LEAST && value <= 1 / LEAST) return;
  throw new InputError(
    `${flag} ${value} is outside 1e-12 to 1e12, where float64 can tell distances from rounding`,
    hint,
  );
}

/** sqrt(Σ log² μ) over the generalised eigenvalues μ of (A + δI, B + δI). */
function riemann(pair: SentencePair, ridge: number): number {
  return Math.sqrt(pair.logRatios(ridge).reduce((sum, log) => sum + log * log, 0));
}

/** ‖log(A + δI) - log(B + δI)‖_F; what both have outside of the joint span, log δ, cancels. */
function logEuclidean(pair: SentencePair, ridge: number): number {
  const { a, b, coordinatesOfB } = pair;
  const { rows, dim, entries } = coordinatesOfB;
  const { rank, values, axes } = b.span;
  // the eigenvectors of B in the joint basis, scaled so that XᵀX / rank is log(B + δI) - log(δ) I
  const scaled = new Float64Array(rank * dim);
  for (let k = 0; k < rank; k++) {
    const scale = Math.sqrt(rank * Math.log1p(values[k] / ridge));
    for (let t = 0; t < rows; t++) {
      const weight = scale * axes[k * rows + t];
      for (let i = 0; i < dim; i++) scaled[k * dim + i] += weight * entries[t * dim + i];
    }
  }
  const logsOfA = a.span.values.map((value) => Math.log1p(value / ridge));
  return frobeniusNorm(covarianceLess(logsOfA, { rows: rank, dim, entries: scaled }), dim);
}

/** ‖A - B‖_F. */
function frobenius({ a, coordinatesOfB }: SentencePair): number {
  return frobeniusNorm(covarianceLess(a.span.values, coordinatesOfB), coordinatesOfB.dim);
}

/** Of a symmetric matrix given by its lower triangle. */
function frobeniusNorm(lower: Float64Array, dim: number): number {
  let sum = 0;
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < i; j++) sum += 2 * lower[i * dim + j] ** 2;
    sum += lower[i * dim + i] ** 2;
  }
  return Math.sqrt(sum);
}
