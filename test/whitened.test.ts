import assert from 'node:assert/strict';
import { test } from 'node:test';
import { symmetricEigenvalues } from '../src/linalg/symmetric-eigenvalues.ts';
import { whitened } from '../src/linalg/whitened.ts';
import { randomGram } from './support/gram.ts';

test('the generalised eigenvalues of A and A + shift are λ / (λ + shift), at any size', () => {
  for (const n of [1, 3, 4, 9]) {
    const A = randomGram(n, 20, 0.3);
    const shift = 0.25;
    const found = symmetricEigenvalues(whitened(A, A, n, shift), n).sort();
    const values = symmetricEigenvalues(A.slice(), n).sort();
    values.forEach((value, i) => {
      assert.ok(Math.abs(found[i] - value / (value + shift)) < 1e-14, `n = ${n}: ${found[i]}`);
    });
  }
});
