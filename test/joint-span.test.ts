import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gramOfRows } from '../src/linalg/gram.ts';
import { type Coordinates, coordinatesIn, spanOf } from '../src/linalg/joint-span.ts';
import { normal } from './support/random.ts';

const D = 12;
const next = normal(7);
const randomRows = (n: number) => Float64Array.from({ length: n * D }, next);

/** The span of `a`, and `b` in the basis of both, from Gram matrices alone. */
function joint(a: Float64Array, b: Float64Array) {
  const [n, m] = [a.length / D, b.length / D];
  const both = gramOfRows(Float64Array.of(...a, ...b), n + m, D);
  const cross = new Float64Array(n * m);
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) cross[i * m + j] = both[i * (n + m) + n + j];
  const span = spanOf(gramOfRows(a, n, D), n);
  return { span, cross, coordinates: coordinatesIn(span, gramOfRows(b, m, D), m, cross) };
}

function products({ rows, dim, entries }: Coordinates): Float64Array {
  return gramOfRows(entries, rows, dim);
}

function assertClose(found: Float64Array, expected: Float64Array, tolerance = 1e-12): void {
  assert.equal(found.length, expected.length);
  found.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) < tolerance, `${value} for ${expected[i]}`);
  });
}

test('coordinates keep all inner products within the set', () => {
  const [a, b] = [randomRows(4), randomRows(5)];
  const { span, coordinates } = joint(a, b);
  assert.equal(span.rank, 4);
  assert.equal(coordinates.dim, 9);
  assertClose(products(coordinates), gramOfRows(b, 5, D));
});

test('eigenvalues come largest first, and their sum is the mean squared length', () => {
  const a = randomRows(6);
  const { values } = spanOf(gramOfRows(a, 6, D), 6);
  assert.deepEqual(
    [...values],
    [...values].sort((x, y) => y - x),
  );
  const mean = a.reduce((sum, value) => sum + value * value, 0) / 6;
  assert.ok(Math.abs(values.reduce((sum, value) => sum + value) - mean) < 1e-12);
});

test('shared rows add no direction', () => {
  const a = randomRows(5);
  const b = Float64Array.of(...a.subarray(0, 3 * D), ...randomRows(2));
  const { coordinates } = joint(a, b);
  assert.equal(coordinates.dim, 7);
  assertClose(products(coordinates), gramOfRows(b, 5, D));
});

test('the same rows, in any order and sign, add none at all', () => {
  const a = randomRows(4);
  const b = Float64Array.of(...a.subarray(2 * D), ...a.subarray(0, 2 * D)).map((value) => -value);
  assert.equal(joint(a, b).coordinates.dim, 4);
});

test('repeated rows, and more rows than dimensions, count by rank', () => {
  const a = randomRows(1);
  assert.equal(spanOf(gramOfRows(Float64Array.of(...a, ...a, ...a), 3, D), 3).rank, 1);
  const { span, coordinates } = joint(randomRows(20), randomRows(15));
  assert.equal(span.rank, D);
  assert.equal(coordinates.dim, D);
});
