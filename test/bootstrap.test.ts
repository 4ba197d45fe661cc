import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootstrapInterval, quantile, RESAMPLES } from '../src/metrics/bootstrap.ts';
import { seededRandom } from '../src/random.ts';
import { normal } from './support/random.ts';
import { sharedOracle } from './support/shared-oracle.ts';

function mean(values: ArrayLike<number>, indices: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < indices.length; i++) sum += values[indices[i]];
  return sum / indices.length;
}

test("quantiles are NumPy's", () => {
  for (const { values, shares, quantiles } of sharedOracle().quantiles)
    for (const [i, share] of shares.entries()) {
      const found = quantile(Float64Array.from(values).sort(), share);
      assert.ok(Math.abs(found - quantiles[i]) <= 1e-15, `${share} of ${values}`);
    }
});

test('the interval of a mean is the normal one, within the error of 2,000 resamples', () => {
  const n = 400;
  const next = normal(8);
  const values = Float64Array.from({ length: n }, () => 5 + 2 * next());
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const center = mean(values, all);
  const error = Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0)) / n;
  const { low, high } = bootstrapInterval(n, (indices) => mean(values, indices), seededRandom(0))!;
  // an end's own standard error: sqrt(.025 * .975 / 2000) / density(1.96) = .06 standard errors
  assert.ok(Math.abs((low - center) / error + 1.96) < 0.24, `low at ${(low - center) / error}`);
  assert.ok(Math.abs((high - center) / error - 1.96) < 0.24, `high at ${(high - center) / error}`);
});

test('it covers the true mean in about 95 of 100 samples', () => {
  const next = normal(21);
  let covered = 0;
  for (let sample = 0; sample < 400; sample++) {
    const values = Float64Array.from({ length: 60 }, next);
    const interval = bootstrapInterval(60, (i) => mean(values, i), seededRandom(sample), 400)!;
    if (interval.low <= 0 && interval.high >= 0) covered++;
  }
  assert.ok(covered >= 400 * 0.91 && covered <= 400 * 0.98, `${covered} of 400`);
});

test('the ends are the exact quantiles of the statistic over the resamples', () => {
  const drawn: number[] = [];
  const statistic = (indices: Int32Array) => {
    const value = indices.reduce((sum, index) => sum + index ** 2, 0);
    drawn.push(value);
    return value;
  };
  const interval = bootstrapInterval(9, statistic, seededRandom(3));
  assert.equal(drawn.length, RESAMPLES);
  const sorted = Float64Array.from(drawn).sort();
  assert.deepEqual(interval, { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) });
});

test('each resample draws n of the n items with replacement', () => {
  const counts = new Float64Array(5);
  let repeated = 0;
  bootstrapInterval(
    5,
    (indices) => {
      assert.equal(indices.length, 5);
      for (const index of indices) counts[index]++;
      if (new Set(indices).size < 5) repeated++;
      return 0;
    },
    seededRandom(1),
  );
  for (const count of counts) assert.ok(Math.abs(count - RESAMPLES) < 250, String(counts));
  assert.ok(Math.abs(repeated / RESAMPLES - (1 - 120 / 5 ** 5)) < 0.02, 'a permutation is one draw in 26');
});

test('the same seed gives the same interval, another seed another one', () => {
  const next = normal(2);
  const values = Float64Array.from({ length: 30 }, next);
  const interval = (seed: number) => bootstrapInterval(30, (i) => mean(values, i), seededRandom(seed));
  assert.deepEqual(interval(5), interval(5));
  assert.notDeepEqual(interval(5), interval(6));
});

test('one item, and items that are all equal, have an interval of no width', () => {
  assert.deepEqual(
    bootstrapInterval(1, ([index]) => index + 3, seededRandom(0)),
    { low: 3, high: 3 },
  );
  assert.deepEqual(
    bootstrapInterval(4, (i) => mean([7, 7, 7, 7], i), seededRandom(0)),
    { low: 7, high: 7 },
  );
});

test('without items there is no interval, and without a statistic of every resample neither', () => {
  const never = () => assert.fail('there is nothing to draw');
  assert.equal(bootstrapInterval(0, never, seededRandom(0)), null);
  const classes = (indices: Int32Array) => (new Set(indices).size < 2 ? null : 1);
  assert.equal(bootstrapInterval(3, classes, seededRandom(0)), null);
});
