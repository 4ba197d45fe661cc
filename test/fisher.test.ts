import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fisherStep } from '../src/metrics/fisher.ts';
import { relative, theoryOracle } from './support/theory.ts';

test('a small step gives the divergence, the squares and the Fisher form of NumPy', () => {
  const { theta, step, divergence, squared_difference, quadratic } = theoryOracle().fisher;
  const found = fisherStep(theta, step);
  assert.ok(relative(found.divergence, divergence) < 1e-8, 'a difference of logarithms of 1e-7');
  assert.ok(relative(found.squaredDifference, squared_difference) < 1e-11);
  assert.ok(relative(found.quadratic, quadratic) < 1e-12);
});

test('the divergence is half the form, the squared difference the whole of it', () => {
  const { divergence, squaredDifference, quadratic } = fisherStep([0.3, -0.4, 1], [1e-3, 2e-3, -1e-3]);
  assert.ok(Math.abs(divergence / quadratic - 0.5) < 1e-3);
  assert.ok(Math.abs(squaredDifference / quadratic - 1) < 1e-3);
});
