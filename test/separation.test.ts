import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointDistances } from '../src/metrics/euclidean.ts';
import { separation, silhouetteInterval } from '../src/metrics/separation.ts';
import { seededRandom } from '../src/random.ts';
import { embedOracle, meanOf } from './support/embed-oracle.ts';

const { prompts, vectors } = embedOracle();
const contexts = prompts.map(([context]) => context);
const names = prompts.map(([, name]) => name);
const { data, shape } = vectors.mean.vectors;
const D = pointDistances(data, shape[0], shape[1]);

test('the prompts separate by context as scikit-learn has it, with an interval around the silhouette', () => {
  const found = separation(D, 45, contexts, names, seededRandom(0))!;
  const silhouette = meanOf(vectors.mean.separation.context.silhouettes);
  assert.ok(Math.abs(found.context.silhouette! - silhouette) < 1e-12);
  assert.ok(found.context.low! < silhouette && silhouette < found.context.high!);
  assert.equal(found.context.p_value, 1e-4);
  assert.equal(found.context.nearest_neighbor_accuracy, 1);
  assert.ok(Math.abs(found.label.silhouette! - meanOf(vectors.mean.separation.label.silhouettes)) < 1e-12);
  assert.equal(found.label.nearest_neighbor_accuracy, 0);
});

test('the interval is that of the means of names drawn anew', () => {
  const random = seededRandom(7);
  const samples = Float64Array.from({ length: 45 }, random);
  const perName = [...new Set(names)].map((name) => meanOf(samples.filter((_, i) => names[i] === name)));
  const interval = silhouetteInterval(samples, names, seededRandom(1))!;
  // 15 names of mean m and deviation s: the interval is about m ± 1.96 s / √15
  const m = meanOf(perName);
  const s = Math.sqrt(meanOf(perName.map((value) => (value - m) ** 2)));
  assert.ok(Math.abs(interval.low - (m - (1.96 * s) / Math.sqrt(15))) < 0.2 * s);
  assert.ok(Math.abs(interval.high - (m + (1.96 * s) / Math.sqrt(15))) < 0.2 * s);
});

test('names of different sizes weigh as their texts do', () => {
  const interval = silhouetteInterval(Float64Array.of(0, 0, 0, 1), ['x', 'x', 'x', 'y'], seededRandom(1))!;
  assert.deepEqual(interval, { low: 0, high: 1 });
  const equal = silhouetteInterval(
    new Float64Array(6).fill(0.1),
    ['x', 'x', 'x', 'y', 'z', 'z'],
    seededRandom(1),
  );
  assert.deepEqual(equal, { low: 0.1, high: 0.1 }, 'of equal samples, their value');
  assert.equal(silhouetteInterval(Float64Array.of(0.2, 0.4), ['x', 'x'], seededRandom(1)), null);
});

test('null without contexts; texts without one are left out', () => {
  const none = new Array(45).fill(undefined);
  assert.equal(separation(D, 45, none, names, seededRandom(0)), null);
  const some = contexts.map((context) => (context === 'none' ? undefined : context));
  const found = separation(D, 45, some, names, seededRandom(0))!;
  const kept = data.subarray(15 * shape[1]);
  const alone = separation(
    pointDistances(kept, 30, shape[1]),
    30,
    contexts.slice(15),
    names.slice(15),
    seededRandom(0),
  )!;
  assert.deepEqual(found.context, alone.context);
  assert.notDeepEqual(found.label, alone.label);
});

test('without labels contexts are permuted among all texts, and texts resampled', () => {
  const found = separation(D, 45, contexts, new Array(45).fill(undefined), seededRandom(0))!;
  assert.equal(found.context.p_value, 1e-4);
  assert.ok(
    found.context.low! < found.context.silhouette! && found.context.silhouette! < found.context.high!,
  );
  assert.deepEqual(found.label, { silhouette: null, nearest_neighbor_accuracy: null });
});

test('one context: everything about contexts is null', () => {
  const found = separation(D, 45, new Array(45).fill('same'), names, seededRandom(0))!;
  assert.deepEqual(found.context, {
    silhouette: null,
    nearest_neighbor_accuracy: null,
    p_value: null,
    low: null,
    high: null,
  });
});
