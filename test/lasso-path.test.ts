import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeGram } from '../src/linalg/gram.ts';
import { alphaOfLambda, lambdaOfAlpha } from '../src/metrics/lasso.ts';
import { lassoPath } from '../src/metrics/lasso-path.ts';
import { lassoProblem } from '../src/metrics/lasso-problem.ts';
import { golden, goldenStates } from './support/goldens.ts';
import { gramOf } from './support/gram.ts';
import { lassoOracle } from './support/lasso-oracle.ts';

test('lasso_path of scikit-learn: its 100 strengths, the coefficients and the number of picks along them', () => {
  const { alphas, points, coefficients, picks } = lassoOracle().path;
  const { T, d, H } = goldenStates(golden('tiny-a').cases.t33);
  const path = lassoPath(lassoProblem(normalizeGram(gramOf(H, T, d), T), T, T - 1));
  assert.equal(path.length, 100);
  path.forEach(({ lambda }, i) => {
    assert.ok(Math.abs(alphaOfLambda(lambda, d) / alphas.data[i] - 1) < 1e-12);
  });
  assert.ok(path.every(({ converged }) => converged));
  assert.deepEqual([...path[0].coefficients], new Array(T - 1).fill(0));
  points.forEach((point, row) => {
    path[point].coefficients.forEach((value, j) => {
      assert.ok(Math.abs(value - coefficients.data[row * (T - 1) + j]) < 1e-10);
    });
  });
  assert.deepEqual(
    path.map((point) => point.coefficients.filter((value) => value > 0.01).length),
    picks,
  );
});

test('a target at right angles to all rows has no path', () => {
  const K = normalizeGram(gramOf(Float64Array.of(1, 0, 0, 1), 2, 2), 2);
  assert.deepEqual(lassoPath(lassoProblem(K, 2, 1)), []);
});

test('alpha and λ are each other, λ = 2 d alpha', () => {
  assert.ok(Math.abs(lambdaOfAlpha(1e-4, 2048) - 0.4096) < 1e-15);
  assert.ok(Math.abs(alphaOfLambda(0.4096, 2048) - 1e-4) < 1e-19);
});
