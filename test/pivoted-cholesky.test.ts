import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pivotedCholesky } from '../src/linalg/pivoted-cholesky.ts';

test('a matrix of rank two is factored by two columns, largest pivot first', () => {
  const rows = [
    [1, 0],
    [0, 2],
    [1, 2],
  ];
  const S = Float64Array.from(rows.flatMap((x) => rows.map((y) => x[0] * y[0] + x[1] * y[1])));
  const columns = new Float64Array(9);
  const rank = pivotedCholesky(S.slice(), 3, 1e-14, columns);
  assert.equal(rank, 2);
  assert.equal(columns[2], Math.sqrt(5), 'row 2 is the longest');
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++) {
      const product = columns[i] * columns[j] + columns[3 + i] * columns[3 + j];
      assert.ok(Math.abs(product - S[i * 3 + j]) < 1e-14);
    }
});

test('nothing above the cut leaves no column, negative rounding included', () => {
  const columns = new Float64Array(4);
  assert.equal(pivotedCholesky(new Float64Array(4), 2, 0, columns), 0);
  assert.equal(pivotedCholesky(Float64Array.of(-1e-17, 0, 0, 1e-17), 2, 1e-15, columns), 0);
});
