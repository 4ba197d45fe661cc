import assert from 'node:assert/strict';
import { test } from 'node:test';
import { datasetExponent, skillConcentration } from '../src/metrics/dataset-size.ts';
import { relative, theoryGolden } from './support/theory.ts';

test('Z and Σ p² are the sums NumPy takes, finite and not, beside the approximations', () => {
  for (const row of theoryGolden().dataset.rows) {
    const unbounded = skillConcentration(row.alpha, null);
    const finite = skillConcentration(row.alpha, 1_000_000);
    assert.ok(relative(unbounded.sumOfSquares, row.sum_p2_inf) < 1e-12);
    assert.ok(relative(unbounded.normalizer, row.Z_inf) < 1e-12);
    assert.ok(relative(finite.sumOfSquares, row.sum_p2_M1e6) < 1e-11);
    assert.ok(relative(finite.normalizer, row.Z_M1e6) < 1e-11);
    assert.ok(relative(finite.firstApproximation, row.approx1) < 1e-14);
    assert.ok(relative(finite.secondApproximation, row.approx2) < 1e-14);
    assert.ok(relative(finite.normalizerApproximation, row.one_over_alpha) < 1e-14);
  }
});

test('the approximation loses a factor π²/6 even as alpha vanishes', () => {
  const { sumOfSquares, secondApproximation } = skillConcentration(1e-4, null);
  assert.ok(relative(sumOfSquares / secondApproximation, Math.PI ** 2 / 6) < 1e-3);
});

test('the exponent in the data size is 1 - 2 gamma without bound, and near 1 with a bound', () => {
  const alphas = [1e-3, 1e-4, 1e-5];
  for (const gamma of [0.25, 0.5, 0.75]) {
    assert.ok(Math.abs(datasetExponent(gamma, alphas, null) - (1 - 2 * gamma)) < 1e-3);
    assert.ok(Math.abs(datasetExponent(gamma, alphas, 1_000_000) - 1) < 5e-3);
  }
});
