import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gramOfRows } from '../src/linalg/gram.ts';
import { euclideanDistances, pointDistances } from '../src/metrics/euclidean.ts';
import { normal } from './support/random.ts';

test('distances from the Gram are those from the coordinates', () => {
  const [n, d] = [12, 30];
  const next = normal(3);
  const rows = Float64Array.from({ length: n * d }, next);
  const expected = pointDistances(rows, n, d);
  euclideanDistances(gramOfRows(rows, n, d), n).forEach((distance, at) => {
    assert.ok(Math.abs(distance - expected[at]) < 1e-13 * (1 + expected[at]));
  });
});

test('the sides of a triangle', () => {
  assert.deepEqual([...pointDistances(Float64Array.of(0, 0, 3, 0, 3, 4), 3, 2)], [0, 3, 5, 3, 0, 4, 5, 4, 0]);
});

test('equal rows are at distance 0, never NaN, however long they are', () => {
  const next = normal(4);
  const row = Float64Array.from({ length: 50 }, () => 1e6 * next());
  const rows = Float64Array.from({ length: 150 }, (_, at) => row[at % 50]);
  assert.deepEqual([...euclideanDistances(gramOfRows(rows, 3, 50), 3)], new Array(9).fill(0));
});

test('what rounding makes negative is 0', () => {
  assert.deepEqual([...euclideanDistances(Float64Array.of(1, 1 + 1e-15, 1 + 1e-15, 1), 2)], [0, 0, 0, 0]);
});
