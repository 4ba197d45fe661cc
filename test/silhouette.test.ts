import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointDistances } from '../src/metrics/euclidean.ts';
import { silhouetteSamples } from '../src/metrics/silhouette.ts';
import { embedOracle } from './support/embed-oracle.ts';

const oracle = embedOracle();

/** Points on a line. */
function line(...places: number[]): Float64Array {
  return pointDistances(Float64Array.from(places), places.length, 1);
}

test('two pairs on a line, by hand', () => {
  const samples = silhouetteSamples(line(0, 1, 10, 12), 4, ['a', 'a', 'b', 'b'])!;
  assert.deepEqual([...samples], [(11 - 1) / 11, (10 - 1) / 10, (9.5 - 2) / 9.5, (11.5 - 2) / 11.5]);
});

test('every sample of the prompts is that of scikit-learn', () => {
  const classes = { context: oracle.prompts.map(([c]) => c), label: oracle.prompts.map(([, name]) => name) };
  for (const { vectors, separation } of Object.values(oracle.vectors)) {
    const [n, d] = vectors.shape;
    const D = pointDistances(vectors.data, n, d);
    for (const by of ['context', 'label'] as const)
      silhouetteSamples(D, n, classes[by])!.forEach((sample, i) => {
        assert.ok(Math.abs(sample - separation[by].silhouettes[i]) < 1e-12);
      });
  }
});

test('a class of one point has 0, coinciding points have 1, as in scikit-learn', () => {
  const { distances, classes, silhouettes } = oracle.singleton;
  const samples = silhouetteSamples(distances.data, classes.length, classes)!;
  samples.forEach((sample, i) => {
    assert.ok(Math.abs(sample - silhouettes[i]) < 1e-14);
  });
  assert.equal(samples[5], 0);
});

test('undefined for one class, and where every point is a class', () => {
  assert.equal(silhouetteSamples(line(0, 1, 2), 3, ['a', 'a', 'a']), null);
  assert.equal(silhouetteSamples(line(0, 1, 2), 3, ['a', 'b', 'c']), null);
  assert.equal(silhouetteSamples(line(0), 1, ['a']), null);
  assert.equal(silhouetteSamples(line(), 0, []), null);
});

test('where all points coincide it is 0, not NaN', () => {
  assert.deepEqual([...silhouetteSamples(line(1, 1, 1, 1), 4, ['a', 'a', 'b', 'b'])!], [0, 0, 0, 0]);
});

test('of equal distances it is 0, whatever their sums round to', () => {
  for (const distance of [0.1, 0.3, 1 / 3])
    for (const n of [5, 10, 45]) {
      const D = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 0 : distance));
      const classes = Array.from({ length: n }, (_, i) => 'aab'[i % 3]);
      assert.deepEqual(silhouetteSamples(D, n, classes), new Float64Array(n));
    }
});
