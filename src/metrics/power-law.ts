import { checkLength } from '../linalg/check.ts';
import { fitLine, mean, spread, sumOfSquares } from './least-squares.ts';
import { bestExponent, powers } from './variable-projection.ts';

/** y = lambda x^gamma, fitted by least squares on the logarithms. */
export interface LogLogFit {
  lambda: number;
  /** The slope. */
  gamma: number;
  /** Of the logarithms; null where y does not vary, since then there is nothing to explain. */
  r2: number | null;
  residualDegreesOfFreedom: number;
}

/** y = offset + lambda x^gamma, fitted by least squares. */
export interface OffsetFit {
  /** L0, which y approaches where the power vanishes. */
  offset: number;
  lambda: number;
  gamma: number;
  /** Sum of the squared residuals. */
  sse: number;
  residualDegreesOfFreedom: number;
}

/** Logarithms that differ by less do so by rounding. */
const NO_SPREAD = 1e-12;

/**
 * Ordinary least squares of log y on log x.
 * @returns null where it is undefined: a value that is not above 0, or fewer than two different x
 * @throws InputError for lists of different lengths
 * @example
 * ```ts
 * logLogFit([1, 10, 100], [5, 50, 500])!.gamma; // 1
 * ```
 */
export function logLogFit(x: ArrayLike<number>, y: ArrayLike<number>): LogLogFit | null {
  checkLength('values of y', y, x?.length);
  const [u, v] = [logarithms(x), logarithms(y)];
  if (u === null || v === null || spread(u) <= NO_SPREAD) return null;
  const { intercept, slope, sse } = fitLine(u, v);
  const centre = mean(v);
  return {
    lambda: Math.exp(intercept),
    gamma: slope,
    r2: spread(v) <= NO_SPREAD ? null : 1 - sse / sumOfSquares(v.map((value) => value - centre)),
    residualDegreesOfFreedom: u.length - 2,
  };
}

/**
 * Least squares of y = L0 + lambda x^gamma by variable projection: for a given gamma the best L0 and lambda are
 * linear, so only gamma is searched.
 * @returns null where it is undefined: an x that is not above 0, fewer than three different x or y, or a sum of
 *   squares that still falls where x^gamma has become a step
 * @throws InputError for lists of different lengths
 * @example
 * ```ts
 * offsetFit([1, 2, 4, 8], [3, 4, 6, 10])!.offset; // 2
 * ```
 */
export function offsetFit(x: ArrayLike<number>, y: ArrayLike<number>): OffsetFit | null {
  checkLength('values of y', y, x?.length);
  const logs = logarithms(x);
  if (logs === null || new Set(logs).size < 3 || new Set(Array.from(y)).size < 3) return null;
  const centre = mean(logs);
  const u = logs.map((value) => value - centre);
  const values = Float64Array.from(y);
  const gamma = bestExponent(u, values);
  if (gamma === null) return null;
  const { intercept, slope, sse } = fitLine(powers(u, gamma), values);
  const offset = intercept - slope / gamma;
  const lambda = (slope / gamma) * Math.exp(-gamma * centre);
  // y = a + b log x, the limit gamma -> 0, has neither an offset nor a lambda
  if (!Number.isFinite(offset) || !Number.isFinite(lambda)) return null;
  return { offset, lambda, gamma, sse, residualDegreesOfFreedom: u.length - 3 };
}

/** The logarithms, or null where one is undefined or there are none. */
function logarithms(values: ArrayLike<number>): Float64Array | null {
  const out = Float64Array.from(values, (value) => Math.log(value));
  return out.length > 0 && out.every(Number.isFinite) ? out : null;
}
