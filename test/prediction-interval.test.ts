import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predictionInterval } from '../src/metrics/prediction-interval.ts';
import { seededRandom } from '../src/random.ts';

test('m ± t(.975, n-1) s √(1 + 1/n), by hand', () => {
  const { count, mean, sd, interval } = predictionInterval([1, 2, 3])!;
  assert.deepEqual([count, mean, sd], [3, 2, 1]);
  const reach = 4.302652729749462 * Math.sqrt(4 / 3);
  assert.ok(Math.abs(interval!.low - (2 - reach)) < 1e-12);
  assert.ok(Math.abs(interval!.high - (2 + reach)) < 1e-12);
});

test('three values reach five standard deviations, eight two and a half', () => {
  const reachOf = (values: number[]) => {
    const { mean, sd, interval } = predictionInterval(values)!;
    return (interval!.high - mean) / sd!;
  };
  assert.ok(Math.abs(reachOf([1, 2, 3]) - 4.97) < 0.005);
  assert.ok(Math.abs(reachOf([1, 2, 3, 4, 5, 6, 7, 8]) - 2.51) < 0.005);
});

test('one value says nothing of another, none is nothing, equal ones are a point', () => {
  assert.deepEqual(predictionInterval([5]), { count: 1, mean: 5, sd: null, interval: null });
  assert.equal(predictionInterval([]), null);
  const { sd, interval } = predictionInterval([0.25, 0.25, 0.25])!;
  assert.deepEqual([sd, interval], [0, { low: 0.25, high: 0.25 }]);
});

test('one more normal value lies in it 95 times of 100', () => {
  const random = seededRandom(3);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let within = 0;
  for (let trial = 0; trial < 4000; trial++) {
    const { interval } = predictionInterval(Array.from({ length: 8 }, normal))!;
    const next = normal();
    if (next >= interval!.low && next <= interval!.high) within++;
  }
  // three standard errors of a share of .95 in 4,000 trials are .0103
  assert.ok(Math.abs(within / 4000 - 0.95) < 0.0104, `${within / 4000}`);
});
