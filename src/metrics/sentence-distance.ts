import { InputError } from '../errors.ts';
import { norm } from '../linalg/vector.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { logEuclidean } from './log-euclidean.ts';
import { meanSquare } from './mean-square.ts';
import type { SentencePair } from './sentence-pair.ts';

/** The distances between two texts (section 4.3 and appendix A), by name. */
export const DISTANCES = ['js', 'logdet', 'riemann', 'logeuclidean', 'frobenius'] as const;

/** The name of one of them. */
export type DistanceName = (typeof DISTANCES)[number];

/** Those that are not defined for a singular covariance, and so have δ. */
export const RIDGED_DISTANCES: readonly DistanceName[] = ['logdet', 'riemann', 'logeuclidean'];

/** δ, which the paper does not give. */
export const DEFAULT_RIDGE = 1e-6;

/** γ and δ from here to 1e12: beyond, the rounding of float64 cosines would decide the distance. */
const LEAST = 1e-12;

/** Rounding of ‖A - B‖², in units of eps (‖A‖² + ‖B‖²), and of ‖A - B‖ in the joint span, in units of eps. */
const ROUNDING = 10;

/** What the distances are computed with; each needs one of them, frobenius none. */
export interface MetricOptions {
  /** γ of js. */
  gamma: number;
  /** δ of RIDGED_DISTANCES. */
  ridge: number;
}

/**
 * The distance between two texts' covariances A and B (see SentenceStates), exact in the joint span of their tokens:
 * no d x d matrix is formed. `logdet` is `js` with γ = 1/δ. 0 where both texts have the same states.
 * @throws InputError where γ or δ leaves the metric undefined
 * @example
 * ```ts
 * const [a, b] = [[1, 0, 0, 1], [1, 1, 0, 1]].map((rows) => sentenceStates(Float64Array.from(rows), 2, 2));
 * sentenceDistance(sentencePair(a!, b!), 'js', { gamma: DEFAULT_GAMMA, ridge: DEFAULT_RIDGE }); // 0.44668
 * ```
 */
export function sentenceDistance(pair: SentencePair, metric: DistanceName, options: MetricOptions): number {
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
 * Refuses an unknown metric, and a γ or δ with which a wanted metric is not defined, or lost in rounding.
 * @throws InputError naming the metric or the option
 */
export function checkDistanceOptions(
  metrics: readonly DistanceName[],
  { gamma, ridge }: MetricOptions,
): void {
  const unknown = metrics.filter((metric) => !DISTANCES.includes(metric));
  if (unknown.length > 0)
    throw new InputError(`${String(unknown[0])} is no metric`, `give one of ${DISTANCES.join(', ')}`);
  if (metrics.includes('js')) checkRange('gamma', gamma, 'the paper uses 100');
  const ridged = metrics.filter((metric) => RIDGED_DISTANCES.includes(metric));
  if (ridged.length === 0) return;
  if (ridge === 0)
    throw new InputError(
      `ridge 0 leaves ${ridged.join(', ')} undefined: a covariance of few tokens is singular`,
      `give a ridge above 0, as 1e-6, or ask for js or frobenius`,
    );
  checkRange('ridge', ridge, `the default is ${DEFAULT_RIDGE.toExponential()}`);
}

function checkRange(name: string, value: number, hint: string): void {
  if (value >= LEAST && value <= 1 / LEAST) return;
  throw new InputError(
    `${name} ${value} is outside 1e-12 to 1e12, where float64 can tell distances from rounding`,
    hint,
  );
}

/** sqrt(Σ log² μ) over the generalised eigenvalues μ of (A + δI, B + δI). */
function riemann(pair: SentencePair, ridge: number): number {
  return Math.sqrt(pair.logRatios(ridge).reduce((sum, log) => sum + log * log, 0));
}

/** ‖A - B‖_F, from ‖A‖² + ‖B‖² - 2 <A, B>; in the joint span where that would show rounding, in 106 bits where that would. */
function frobenius(pair: SentencePair): number {
  const { a, b, cross, accuracy } = pair;
  const squares = a.squaredNorm + b.squaredNorm;
  const squared = squares - 2 * meanSquare(cross, a.n, b.n);
  if (ROUNDING * Number.EPSILON * squares <= accuracy * squared) return Math.sqrt(squared);
  const inSpan = norm(pair.covariances.difference);
  const rounding = ROUNDING * (Number.EPSILON + pair.lostByGram);
  return rounding <= accuracy * inSpan ? inSpan : pair.exact.frobenius;
}
