import assert from 'node:assert/strict';
import { test } from 'node:test';
import { symmetricEigen } from '../src/linalg/ml-matrix.ts';
import { symmetricEigenvalues } from '../src/linalg/symmetric-eigenvalues.ts';
import { normal } from './support/random.ts';

const TOLERANCE = 1e-14;

function assertClose(found: Float64Array, expected: ArrayLike<number>, tolerance = TOLERANCE): void {
  const sorted = found.toSorted();
  const largest = Math.max(...Array.from(expected, Math.abs), Number.MIN_VALUE);
  for (let i = 0; i < expected.length; i++)
    assert.ok(Math.abs(sorted[i] - expected[i]) <= tolerance * largest, `${sorted[i]} for ${expected[i]}`);
}

test('the second difference matrix has eigenvalues 2 - 2 cos(kπ/(n+1))', () => {
  for (const n of [1, 2, 3, 10, 60]) {
    const A = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      A[i * n + i] = 2;
      if (i > 0) A[i * n + i - 1] = -1;
    }
    const expected = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)));
    assertClose(symmetricEigenvalues(A, n), expected, n * TOLERANCE);
  }
});

test('random matrices agree with the decomposition that also gives vectors', () => {
  const next = normal(1);
  for (const n of [2, 5, 17, 40]) {
    const A = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) A[j * n + i] = A[i * n + j] = next();
    assertClose(symmetricEigenvalues(A.slice(), n), symmetricEigen(A, n).values, n * TOLERANCE);
  }
});

test('zero, diagonal, rank-one and empty matrices', () => {
  assert.deepEqual([...symmetricEigenvalues(new Float64Array(9), 3)], [0, 0, 0]);
  assertClose(symmetricEigenvalues(Float64Array.of(3, 0, 0, 0, 1, 0, 0, 0, 2), 3), [1, 2, 3]);
  assertClose(symmetricEigenvalues(new Float64Array(25).fill(1), 5), [0, 0, 0, 0, 5]);
  assert.equal(symmetricEigenvalues(new Float64Array(), 0).length, 0);
});

test('only the lower triangle is read', () => {
  assertClose(symmetricEigenvalues(Float64Array.of(2, 99, 1, 2), 2), [1, 3]);
});

test('a matrix that is not finite is refused, not looped over', () => {
  assert.throws(() => symmetricEigenvalues(new Float64Array(9).fill(Number.NaN), 3), /not finite/);
});
