import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gramOfRows, normalizeGram } from '../src/linalg/gram.ts';
import { symmetricEigenvalues } from '../src/linalg/symmetric-eigenvalues.ts';
import { rankRatioEntropy, rateDistortionEntropy } from '../src/metrics/rate-distortion.ts';
import { entropyMetrics, entropyOracle, entropyTheory, relative } from './support/entropy-oracle.ts';
import { GOLDEN_NAMES, golden, goldenStates } from './support/goldens.ts';

function eigenvaluesOf(H: Float64Array, n: number, d: number): Float64Array {
  return symmetricEigenvalues(normalizeGram(gramOfRows(H, n, d), n), n);
}

test('Def 3.1 agrees with the d x d covariance in NumPy, for n below, at and above d', () => {
  for (const [name, { states, rate_distortion }] of Object.entries(entropyOracle().cases)) {
    const [n, d] = states.shape;
    const eigenvalues = eigenvaluesOf(states.data, n, d);
    for (const [eps, expected] of Object.entries(rate_distortion)) {
      const found = rateDistortionEntropy(eigenvalues, d, Number(eps));
      for (const key of ['entropy', 'normalized', 'ceiling'] as const)
        assert.ok(relative(found[key], expected[key]) < 1e-10, `${name} ${eps} ${key}`);
      assert.ok(found.normalized <= found.ceiling);
    }
  }
});

test('Def 3.1 of the float64 states of transformers', () => {
  for (const name of GOLDEN_NAMES)
    for (const entry of Object.values(golden(name).cases)) {
      const { T, d, H } = goldenStates(entry);
      const eigenvalues = eigenvaluesOf(H, T, d);
      for (const [eps, expected] of Object.entries(entropyMetrics(entry).last.entropy)) {
        const found = rateDistortionEntropy(eigenvalues, d, Number(eps));
        assert.ok(relative(found.entropy, expected.L) < 1e-10);
        assert.ok(relative(found.normalized, expected.norm) < 1e-10);
      }
    }
});

test('eq. (1) is the table of the goldens, rises, and is 1 at full rank', () => {
  for (const { x, eps, value } of entropyTheory().eq1_table)
    assert.ok(relative(rankRatioEntropy(x, eps), value) < 1e-12);
  let before = 0;
  for (let q = 0.001; q <= 1; q += 0.001) {
    assert.ok(rankRatioEntropy(q, 0.1) > before);
    before = rankRatioEntropy(q, 0.1);
  }
  assert.equal(rankRatioEntropy(1, 0.1), 1);
});

test('equal eigenvalues are eq. (1) at r/d; orthogonal rows reach the ceiling, and none passes it', () => {
  for (const { d, r, n, eps, eq1, cap } of entropyTheory().eq1) {
    if (eq1 !== undefined) {
      const eigenvalues = Float64Array.from({ length: n }, (_, i) => (i < r ? n / r : 0));
      assert.ok(relative(rateDistortionEntropy(eigenvalues, d, eps).normalized, eq1) < 1e-12);
    }
    const orthogonal = rateDistortionEntropy(new Float64Array(Math.min(n, d)).fill(1), d, eps);
    assert.ok(relative(orthogonal.normalized, orthogonal.ceiling) < 1e-12);
    if (cap !== undefined) assert.ok(relative(orthogonal.ceiling, cap) < 1e-12);
  }
});

test('one token has one eigenvalue; repeated tokens add none', () => {
  const one = rateDistortionEntropy(Float64Array.of(1), 8, 0.1);
  assert.ok(relative(one.entropy, 4.5 * Math.log1p(800)) < 1e-14);
  assert.equal(one.normalized, one.ceiling);
  const repeated = rateDistortionEntropy(Float64Array.of(-1e-17, 4, 0, 1e-18), 8, 0.1);
  assert.ok(relative(repeated.entropy, 6 * Math.log1p(800)) < 1e-12);
});

test('an eps that float64 cannot serve is refused by name', () => {
  const eigenvalues = Float64Array.of(1);
  for (const eps of [0, -1, Number.NaN, 1e-9, 1e-200, 1e200])
    assert.throws(() => rateDistortionEntropy(eigenvalues, 8, eps), /eps/);
  for (const eps of [1e-5, 1, 1e6, 1e100]) {
    const { entropy, normalized } = rateDistortionEntropy(eigenvalues, 8, eps);
    assert.ok(entropy > 0 && normalized > 0 && normalized <= 1, String(eps));
  }
});
