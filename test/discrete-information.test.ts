import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  conditionalEntropy,
  conditionOn,
  entropy,
  klDivergence,
  marginal,
  meanDivergence,
  mergeBy,
} from '../src/metrics/discrete-information.ts';
import { relative, theoryGolden } from './support/theory.ts';

const { discrete } = theoryGolden();

test('entropies and divergences of a golden distribution', () => {
  const { py, pxy } = discrete;
  assert.ok(relative(entropy(marginal(py, pxy)), discrete.HX) < 1e-14);
  assert.ok(relative(conditionalEntropy(py, pxy), discrete.HXY) < 1e-14);
  assert.ok(relative(meanDivergence(py, pxy), discrete.rhs) < 1e-14);
  assert.ok(relative(meanDivergence(py, discrete.counter.pxy), discrete.counter.C) < 1e-13);
  assert.ok(relative(conditionalEntropy(py, discrete.ctx.good_pxy), discrete.ctx.good) < 1e-14);
  assert.ok(relative(conditionalEntropy(py, discrete.ctx.bad_pxy), discrete.ctx.bad) < 1e-14);
});

test('a family that differs in what no skill decides keeps H(X) - H(X|Y)', () => {
  for (const { theta, H, HXY, C } of discrete.family) {
    const family = discrete.pxy.map((p) => p.flatMap((a) => theta.map((b) => a * b)));
    assert.ok(relative(entropy(marginal(discrete.py, family)), H) < 1e-14);
    assert.ok(relative(conditionalEntropy(discrete.py, family), HXY) < 1e-14);
    assert.ok(relative(meanDivergence(discrete.py, family), C) < 1e-13);
  }
});

test('zeros: 0 log 0 is 0, and a divergence from 0 is infinite', () => {
  assert.equal(entropy([1, 0]), 0);
  assert.equal(klDivergence([1, 0], [0.5, 0.5]), Math.log(2));
  assert.equal(klDivergence([0.5, 0.5], [1, 0]), Number.POSITIVE_INFINITY);
});

test('merging skills mixes what they say, and conditioning undoes a product', () => {
  const { weights, conditionals } = mergeBy(
    [0, 1, 0],
    [0.5, 0.25, 0.25],
    [
      [1, 0],
      [0.5, 0.5],
      [0, 1],
    ],
  );
  assert.deepEqual(weights, [0.75, 0.25]);
  assert.ok(relative(conditionals[0][0], 2 / 3) < 1e-15);
  assert.deepEqual(conditionals[1], [0.5, 0.5]);
  assert.deepEqual(
    conditionOn(
      [
        [0.1, 0.3],
        [0.1, 0.5],
      ],
      0,
    ),
    [0.5, 0.5],
  );
});
