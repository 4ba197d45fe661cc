import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointDistances } from '../src/metrics/euclidean.ts';
import { nearestNeighborAccuracy } from '../src/metrics/nearest-neighbor.ts';
import { embedOracle } from './support/embed-oracle.ts';

function line(...places: number[]): Float64Array {
  return pointDistances(Float64Array.from(places), places.length, 1);
}

test('a point is not its own neighbour', () => {
  assert.equal(nearestNeighborAccuracy(line(0, 1, 5, 7), 4, ['a', 'a', 'b', 'b']), 1);
  assert.equal(nearestNeighborAccuracy(line(0, 1, 5, 7), 4, ['a', 'b', 'a', 'b']), 0);
  assert.equal(nearestNeighborAccuracy(line(0, 1, 5, 7), 4, ['a', 'a', 'b', 'c']), 0.5);
});

test('of equally near points the share of the class counts, in any order', () => {
  const D = line(-1, 0, 1, 9, 9, 9);
  assert.equal(
    nearestNeighborAccuracy(D, 6, ['a', 'a', 'b', 'c', 'c', 'd']),
    (1 + 0.5 + 0 + 0.5 + 0.5 + 0) / 6,
  );
  assert.equal(
    nearestNeighborAccuracy(D, 6, ['b', 'a', 'a', 'd', 'c', 'c']),
    (0 + 0.5 + 1 + 0 + 0.5 + 0.5) / 6,
  );
});

test('the prompts have the accuracy that scikit-learn gives', () => {
  const { prompts, vectors } = embedOracle();
  for (const { vectors: V, separation } of Object.values(vectors)) {
    const D = pointDistances(V.data, V.shape[0], V.shape[1]);
    const of = (column: 0 | 1) =>
      nearestNeighborAccuracy(
        D,
        45,
        prompts.map((prompt) => prompt[column]),
      )!;
    assert.ok(Math.abs(of(0) - separation.context.nearest_neighbor_accuracy) < 1e-12);
    assert.ok(Math.abs(of(1) - separation.label.nearest_neighbor_accuracy) < 1e-12);
  }
});

test('undefined below two classes', () => {
  assert.equal(nearestNeighborAccuracy(line(0, 1), 2, ['a', 'a']), null);
  assert.equal(nearestNeighborAccuracy(line(0), 1, ['a']), null);
});

test('distances that only rounding tells apart are equally near', () => {
  const [near, nearer] = [0.3, 0.1 + 0.2].sort();
  const D = Float64Array.of(0, near, nearer, near, 0, 1, nearer, 1, 0);
  const flipped = Float64Array.of(0, nearer, near, nearer, 0, 1, near, 1, 0);
  const classes = ['a', 'a', 'b'];
  assert.equal(nearestNeighborAccuracy(D, 3, classes), 0.5);
  assert.equal(nearestNeighborAccuracy(flipped, 3, classes), 0.5);
});
