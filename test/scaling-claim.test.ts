import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PowerLaw } from '../src/experiments/entropy-fit.ts';
import { scalingClaim } from '../src/experiments/reproduce/scaling-claim.ts';

/** A fit with a slope of -.2 in [-.22, -.18] and a null slope of -.4, but for what is given. */
function fit(more: Partial<PowerLaw> = {}): PowerLaw {
  return { slope: -0.2, low: -0.22, high: -0.18, r2: 0.99, null_slope: -0.4, ...more } as PowerLaw;
}

function claim(trained: PowerLaw | null, ...control: (number | null)[]) {
  return scalingClaim({
    trained,
    control: control.map((slope) => (slope === null ? null : fit({ slope }))),
    models: [{ model: 'a' }, { model: 'b' }, { model: 'c' }],
    data: 'made texts',
  });
}

test('holds where neither the control nor the null model lies in the interval', () => {
  const found = claim(fit(), -0.1, -0.12, -0.17);
  assert.equal(found.verdict, 'holds');
  assert.deepEqual([found.value, found.interval], [-0.2, { low: -0.22, high: -0.18 }]);
  assert.deepEqual(found.control, { low: -0.17, high: -0.1 });
  assert.equal(found.models, 'a, b, c');
  assert.match(found.quantity, /R² 0\.990, slope of the null model -0\.400/);
});

test('a poor fit fails first, whatever else holds', () => {
  assert.equal(claim(fit({ r2: 0.949, null_slope: -0.2 }), -0.2).verdict, 'fails');
  assert.equal(claim(fit({ r2: 0.95 })).verdict, 'holds');
  assert.equal(claim(fit({ r2: null })).verdict, 'fails');
});

test('also untrained comes before depends on width', () => {
  assert.equal(claim(fit({ null_slope: -0.2 }), -0.19).verdict, 'also untrained');
  assert.equal(claim(fit({ null_slope: -0.2 }), -0.1).verdict, 'depends on width');
  assert.equal(claim(fit({ null_slope: -0.22 })).verdict, 'depends on width');
  assert.equal(claim(fit({ null_slope: -0.17 })).verdict, 'holds');
});

test('the range of three seeds counts as a whole: one in the interval, or some on either side of it', () => {
  assert.equal(claim(fit(), -0.1, -0.18, -0.1).verdict, 'also untrained');
  assert.equal(claim(fit(), -0.3, -0.1).verdict, 'also untrained');
  assert.equal(claim(fit(), -0.3, -0.25).verdict, 'holds');
  assert.equal(claim(fit()).control, null);
  assert.equal(claim(fit(), -0.1, null).control, null);
});

test('too few models, or one text, decide nothing', () => {
  const few = claim(null, null, null);
  assert.deepEqual([few.verdict, few.value, few.interval, few.control], ['undecided', null, null, null]);
  assert.match(few.quantity, /three models/);
  const one = claim(fit({ low: null, high: null }));
  assert.deepEqual([one.verdict, one.value, one.interval], ['undecided', -0.2, null]);
  assert.equal(claim(fit({ low: null, high: null, r2: 0.5 })).verdict, 'fails');
});
