import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expansionErrors } from '../src/metrics/attention-expansion.ts';
import { relative, theoryOracle } from './support/theory.ts';

test('errors of eq. (5) are those of the matrix form in NumPy; with the dropped sum nothing is left', () => {
  const { weights, values, error } = theoryOracle().expansion;
  const [heads, tokens, headDim] = values.shape;
  const found = expansionErrors({ weights: weights.data, values: values.data, heads, tokens, headDim });
  error.data.forEach((expected, i) => {
    if (i % tokens < 2) assert.ok(found.approximate[i] < 1e-15, 'nothing to drop at the first two tokens');
    else assert.ok(relative(found.approximate[i], expected) < 1e-10, `${i}: ${found.approximate[i]}`);
    assert.ok(found.exact[i] < 1e-14);
  });
});

test('by hand: a_t = (0, 1/2, 1/2) over values 1, 1, 1', () => {
  const weights = [1, 0, 0, 0.5, 0.5, 0, 0, 0.5, 0.5];
  const { approximate } = expansionErrors({ weights, values: [1, 1, 1], heads: 1, tokens: 3, headDim: 1 });
  // z = 1 everywhere; z_3 ≈ 1/2 + (1/2)/(1/2) = 3/2
  assert.deepEqual([...approximate], [0, 0, 0.5]);
});

test('undefined where a token that is attended to has no weight on itself, or the output is 0', () => {
  const weights = [1, 0, 0, 1, 0, 0, 0.2, 0.4, 0.4];
  const { approximate, exact } = expansionErrors({
    weights,
    values: [1, 1, 1],
    heads: 1,
    tokens: 3,
    headDim: 1,
  });
  assert.ok(Number.isNaN(approximate[2]) && Number.isNaN(exact[2]));
  const zero = expansionErrors({ weights: [1], values: [0], heads: 1, tokens: 1, headDim: 1 });
  assert.ok(Number.isNaN(zero.approximate[0]));
});
