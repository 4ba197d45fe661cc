import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerRowProducts, rowProducts } from '../src/linalg/row-products.ts';
import { transposed } from '../src/linalg/transpose.ts';

/** Whole numbers, so that sums in any order are exact. */
function wholeNumbers(rows: number, width: number, seed: number): Float64Array {
  return Float64Array.from({ length: rows * width }, (_, i) => ((i * 7 + seed) % 11) - 5);
}

function expectedAt(X: Float64Array, i: number, Y: Float64Array, j: number, width: number): number {
  let sum = 0;
  for (let l = 0; l < width; l++) sum += X[i * width + l] * Y[j * width + l];
  return sum;
}

test('any number of rows, whole groups of four and two or not', () => {
  for (const m of [1, 3, 4, 5, 7, 8, 10])
    for (const n of [1, 2, 3, 6, 9])
      for (const width of [0, 1, 5]) {
        const [X, Y] = [wholeNumbers(m, width, 1), wholeNumbers(n, width, 4)];
        const out = new Float64Array(m * n + 1).fill(Number.NaN);
        rowProducts(X, m, Y, n, width, out);
        for (let i = 0; i < m; i++)
          for (let j = 0; j < n; j++) assert.equal(out[i * n + j], expectedAt(X, i, Y, j, width));
        assert.ok(Number.isNaN(out[m * n]), 'nothing is written behind');
      }
});

test('the lower triangle of the rows among themselves', () => {
  for (const m of [1, 2, 4, 5, 6, 11]) {
    const X = wholeNumbers(m, 3, 2);
    const out = new Float64Array(m * m);
    lowerRowProducts(X, m, 3, out);
    for (let i = 0; i < m; i++)
      for (let j = 0; j <= i; j++)
        assert.equal(out[i * m + j], expectedAt(X, i, X, j, 3), `${i} ${j} of ${m}`);
  }
});

test('a transpose', () => {
  assert.deepEqual([...transposed(Float64Array.of(1, 2, 3, 4, 5, 6), 2, 3)], [1, 4, 2, 5, 3, 6]);
});
