import assert from 'node:assert/strict';
import { test } from 'node:test';
import { continueCholesky, wholeBlocks } from '../src/linalg/blocked-cholesky.ts';
import { gramOfRows } from '../src/linalg/gram.ts';
import { choleskyFactor } from '../src/linalg/ml-matrix.ts';
import { normal } from './support/random.ts';

function positive(n: number): Float64Array {
  const A = gramOfRows(Float64Array.from({ length: n * 5 }, normal(n)), n, 5);
  for (let i = 0; i < n; i++) A[i * n + i] += 0.1;
  return A;
}

function assertSameLower(found: Float64Array, expected: Float64Array, n: number): void {
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++)
      assert.ok(Math.abs(found[i * n + j] - expected[i * n + j]) < 1e-13, `row ${i}, column ${j}`);
}

test('the factor is that of ml-matrix', () => {
  for (const n of [4, 8, 20]) {
    const A = positive(n);
    const expected = choleskyFactor(A, n);
    continueCholesky(A, n, 0);
    assertSameLower(A, expected, n);
  }
});

test('a factor begun with the leading rows goes on to that of the whole', () => {
  const n = 16;
  const A = positive(n);
  const expected = choleskyFactor(A, n);
  for (let i = 0; i < 8; i++) for (let j = 0; j <= i; j++) A[i * n + j] = expected[i * n + j];
  continueCholesky(A, n, 8);
  assertSameLower(A, expected, n);
});

test('an indefinite matrix leaves NaN', () => {
  const A = Float64Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : 2));
  continueCholesky(A, 4, 0);
  assert.ok(Number.isNaN(A[15]));
});

test('whole blocks', () => {
  assert.deepEqual([0, 1, 4, 5].map(wholeBlocks), [0, 4, 4, 8]);
});
