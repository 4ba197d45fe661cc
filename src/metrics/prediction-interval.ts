import { checkFinite } from '../linalg/check.ts';
import type { Interval } from './bootstrap.ts';
import { mean } from './least-squares.ts';
import { studentT } from './student-t.ts';

/** How some values are spread, and where one more of their kind is to be expected. */
export interface Prediction {
  count: number;
  mean: number;
  /** Sample standard deviation (n - 1); null for one value. */
  sd: number | null;
  /** The prediction interval; null for one value, which says nothing of another. */
  interval: Interval | null;
}

/** Of one more value, so many lie in the interval. */
const SHARE = 0.95;

/**
 * The 95 % prediction interval for one more value, from n values of a normal distribution: m ± t(.975, n-1) s √(1 + 1/n).
 * Equal values give the point that they share.
 * @returns null without values
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * predictionInterval([1, 2, 3])!.interval; // { low: -2.9683, high: 6.9683 }
 * ```
 */
export function predictionInterval(values: readonly number[]): Prediction | null {
  checkFinite('the values', values);
  const count = values.length;
  if (count === 0) return null;
  const centre = mean(Float64Array.from(values));
  if (count === 1) return { count, mean: centre, sd: null, interval: null };
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const sd = Math.sqrt(squares / (count - 1));
  const reach = studentT(SHARE, count - 1) * sd * Math.sqrt(1 + 1 / count);
  return { count, mean: centre, sd, interval: { low: centre - reach, high: centre + reach } };
}
