import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logLogFit, offsetFit } from '../src/metrics/power-law.ts';
import { entropyTheory, relative } from './support/entropy-oracle.ts';

const X = [1, 2, 4, 8, 16, 32];

test('log-log fits agree with NumPy to 1e-10', () => {
  const fits = entropyTheory().fits.filter(({ loglog }) => loglog);
  assert.ok(fits.length >= 4);
  for (const { x, y, loglog } of fits) {
    const found = logLogFit(x, y)!;
    assert.ok(relative(found.lambda, loglog!.lam) < 1e-10);
    assert.ok(relative(found.gamma, loglog!.gamma) < 1e-10);
    assert.ok(relative(found.r2!, loglog!.r2) < 1e-10);
    assert.equal(found.residualDegreesOfFreedom, x.length - 2);
  }
});

test('offset fits are no worse than those of curve_fit, and close where the minimum is sharp', () => {
  for (const { x, y, curve_fit, truth } of entropyTheory().fits) {
    const found = offsetFit(x, y)!;
    assert.ok(
      found.sse <= curve_fit.sse * (1 + 1e-12) || found.sse < 1e-28,
      `${found.sse} > ${curve_fit.sse}`,
    );
    // half of a sum of squares' digits are left in where its minimum lies
    const tolerance = truth.noise === 0 ? 1e-10 : 1e-6;
    assert.ok(relative(found.gamma, curve_fit.gamma) < tolerance);
    assert.ok(relative(found.lambda, curve_fit.lam) < tolerance);
    assert.ok(Math.abs(found.offset - curve_fit.L0) < tolerance);
    assert.equal(found.residualDegreesOfFreedom, x.length - 3);
  }
});

test('exact power laws come back, rising and falling, above and below their offset', () => {
  for (const [offset, lambda, gamma] of [
    [0.5, 3, -0.7],
    [2, -1, -0.5],
    [-4, 0.01, 1.5],
    [1, 2, 0.02],
  ]) {
    const found = offsetFit(
      X,
      X.map((x) => offset + lambda * x ** gamma),
    )!;
    assert.ok(relative(found.offset, offset) < 1e-8, `${found.offset} for ${offset}`);
    assert.ok(relative(found.lambda, lambda) < 1e-8);
    assert.ok(relative(found.gamma, gamma) < 1e-8);
  }
});

test('a constant has slope 0 and nothing to explain', () => {
  const found = logLogFit(
    X,
    X.map(() => 0.3),
  )!;
  assert.ok(Math.abs(found.gamma) < 1e-15);
  assert.equal(found.r2, null);
});

test('what is undefined is null', () => {
  assert.equal(logLogFit([], []), null);
  assert.equal(logLogFit([2, 2, 2], [1, 2, 3]), null, 'one x');
  assert.equal(logLogFit([1, 2], [1, 0]), null, 'no logarithm of 0');
  assert.equal(offsetFit([1, 1, 2, 2], [1, 2, 3, 4]), null, 'two x');
  assert.equal(offsetFit(X, [1, 1, 1, 1, 1, 1]), null, 'a constant');
  assert.equal(offsetFit(X, [1, 1, 1, 1, 1, 2].reverse()), null, 'a step');
  assert.equal(offsetFit([0, 1, 2], [1, 2, 3]), null, 'no logarithm of 0');
});
