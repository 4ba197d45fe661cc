import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gramOfRows } from '../src/linalg/gram.ts';
import { leadingEigenpairs } from '../src/linalg/leading-eigenpairs.ts';
import { symmetricEigen } from '../src/linalg/ml-matrix.ts';
import { dot, multiplyLeading, norm } from '../src/linalg/vector.ts';
import { normal } from './support/random.ts';

function diagonal(...values: number[]): Float64Array {
  const n = values.length;
  return Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? values[at / (n + 1)] : 0));
}

test('the two largest of random Gram matrices, with orthonormal eigenvectors', () => {
  for (const [n, d] of [
    [2, 5],
    [10, 3],
    [45, 32],
    [120, 400],
  ]) {
    const next = normal(n);
    const G = gramOfRows(
      Float64Array.from({ length: n * d }, () => next()),
      n,
      d,
    );
    const expected = symmetricEigen(G, n).values;
    const pairs = leadingEigenpairs(G, n, 2);
    pairs.forEach(({ value, vector }, rank) => {
      assert.ok(Math.abs(value - expected[n - 1 - rank]) < 1e-12 * expected[n - 1]);
      const residual = multiplyLeading(G, n, vector).map((entry, i) => entry - value * vector[i]);
      assert.ok(norm(residual) < 1e-12 * expected[n - 1]);
      assert.ok(Math.abs(norm(vector) - 1) < 1e-13);
    });
    assert.ok(Math.abs(dot(pairs[0].vector, pairs[1].vector)) < 1e-13);
  }
});

test('an eigenvalue of multiplicity two is found twice', () => {
  const values = leadingEigenpairs(diagonal(1, 7, 2, 3, 7, 4, 5, 0.5, 0.1, 6), 10, 2).map(
    ({ value }) => value,
  );
  assert.ok(values.every((value) => Math.abs(value - 7) < 1e-12));
});

test('multiples of the identity, and the zero matrix', () => {
  for (const scale of [3, 0])
    assert.deepEqual(
      leadingEigenpairs(diagonal(...new Array(20).fill(scale)), 20, 2).map(
        ({ value }) => Math.round(value * 1e12) / 1e12,
      ),
      [scale, scale],
    );
});
