import { checkFinite, checkSize } from '../linalg/check.ts';
import { type Random, randomIndex } from '../random.ts';

/** The ends of an interval. */
export interface Interval {
  low: number;
  high: number;
}

/** As science papers expect; half of them would already tell an interval's ends to a few percent. */
export const RESAMPLES = 2000;

/** Ends of a 95 % interval. */
const TAILS = [0.025, 0.975] as const;

/**
 * The 95 % percentile interval of a statistic over resampled items (Efron 1979): n indices are drawn with
 * replacement, `statistic` is computed on them, and the 2.5 % and 97.5 % quantiles of the results are its ends.
 * @param n how many items there are, texts as a rule
 * @param statistic of the drawn indices; null where it is undefined on them
 * @returns null where the statistic is undefined on a resample, or there is nothing to draw
 * @throws InputError for a number of items or resamples that is none, or a statistic that is not finite
 * @example
 * ```ts
 * const lengths = [3, 5, 4, 8, 6];
 * const mean = (at: Int32Array) => at.reduce((sum, i) => sum + lengths[i]!, 0) / at.length;
 * bootstrapInterval(5, mean, seededRandom(1)); // { low: 3.8, high: 6.6 }
 * ```
 */
export function bootstrapInterval(
  n: number,
  statistic: (indices: Int32Array) => number | null,
  random: Random,
  resamples = RESAMPLES,
): Interval | null {
  checkSize('the number of items', n);
  checkSize('the number of resamples', resamples, 1);
  if (n === 0) return null;
  const values = new Float64Array(resamples);
  const indices = new Int32Array(n);
  for (let r = 0; r < resamples; r++) {
    for (let i = 0; i < n; i++) indices[i] = randomIndex(n, random);
    const value = statistic(indices);
    if (value === null) return null;
    checkFinite('the statistic', [value]);
    values[r] = value;
  }
  values.sort();
  return { low: quantile(values, TAILS[0]), high: quantile(values, TAILS[1]) };
}

/** The quantile of ascending values, interpolated linearly between neighbours (NumPy's default). */
export function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
