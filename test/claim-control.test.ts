import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Control, controlOf, isBeyond, judge, judgeOrder } from '../src/paper/claims/control.ts';

/** Eight seeds around 0; one more would lie within 2.508 of their standard deviations. */
const EIGHT = controlOf([-1.5, -1, -0.5, 0, 0, 0.5, 1, 1.5])!;

test('a control counts the seeds that have a value', () => {
  const { seeds, mean, sd, interval, passes } = controlOf([1, null, 3])!;
  assert.deepEqual([seeds, mean, passes], [2, 2, null]);
  assert.ok(Math.abs(sd! - Math.SQRT2) < 1e-15);
  assert.ok(interval!.low < -13 && interval!.high > 17);
  assert.equal(controlOf([null, null]), null);
  assert.equal(controlOf([]), null);
  const one = controlOf([4], 1)!;
  assert.deepEqual(one, { seeds: 1, mean: 4, sd: null, interval: null, passes: 1 });
});

test('the whole interval must lie beyond, on the side of the claim', () => {
  const control = { low: 1, high: 2 };
  const beyond = (low: number, high: number) => [
    isBeyond({ low, high }, control, 'above'),
    isBeyond({ low, high }, control, 'below'),
  ];
  assert.deepEqual(beyond(2.1, 3), [true, false]);
  assert.deepEqual(beyond(2, 3), [false, false]);
  assert.deepEqual(beyond(1.2, 1.4), [false, false]);
  assert.deepEqual(beyond(0.5, 1), [false, false]);
  assert.deepEqual(beyond(0.5, 0.9), [false, true]);
  assert.deepEqual(beyond(0, 3), [false, false]);
});

test('a claim that passes holds beyond the control, else it is also untrained', () => {
  const { high } = EIGHT.interval!;
  assert.ok(Math.abs(high - 2.508 * EIGHT.sd!) < 1e-3);
  assert.equal(judge('holds', { low: high + 0.01, high: 9 }, EIGHT, 'above'), 'holds');
  assert.equal(judge('holds', { low: high - 0.01, high: 9 }, EIGHT, 'above'), 'also untrained');
  assert.equal(judge('holds', { low: -9, high: -high - 0.01 }, EIGHT, 'below'), 'holds');
  assert.equal(judge('holds', { low: high + 0.01, high: 9 }, EIGHT, 'below'), 'also untrained');
});

test('the control turns nothing but what holds', () => {
  assert.equal(judge('fails', { low: 8, high: 9 }, EIGHT, 'above'), 'fails');
  assert.equal(judge('undecided', { low: 8, high: 9 }, EIGHT, 'above'), 'undecided');
  assert.equal(judge('undecided', null, EIGHT, 'above'), 'undecided');
});

test('fewer seeds are never bolder: none or one cannot let a claim hold', () => {
  const interval = { low: 8, high: 9 };
  assert.equal(judge('holds', interval, controlOf([]), 'above'), 'undecided');
  assert.equal(judge('holds', interval, controlOf([1]), 'above'), 'undecided');
  assert.equal(judge('holds', interval, controlOf([1, 2]), 'above'), 'also untrained');
  assert.equal(judge('holds', interval, controlOf([1, 2, 1.5]), 'above'), 'holds');
});

test('equal untrained values are a point, which the interval must not touch', () => {
  const same = controlOf([0.5, 0.5, 0.5]);
  assert.equal(judge('holds', { low: 0.5, high: 0.6 }, same, 'above'), 'also untrained');
  assert.equal(judge('holds', { low: 0.51, high: 0.6 }, same, 'above'), 'holds');
});

test('an order is also untrained where more than a twentieth of the seeds pass', () => {
  const passing = (passes: number, seeds: number): Control => ({
    seeds,
    mean: 0,
    sd: 1,
    interval: { low: -2, high: 2 },
    passes,
  });
  assert.equal(judgeOrder('holds', passing(0, 8)), 'holds');
  assert.equal(judgeOrder('holds', passing(1, 8)), 'also untrained');
  assert.equal(judgeOrder('holds', passing(1, 20)), 'holds');
  assert.equal(judgeOrder('holds', passing(2, 39)), 'also untrained');
  assert.equal(judgeOrder('holds', passing(2, 40)), 'holds');
  assert.equal(judgeOrder('fails', passing(8, 8)), 'fails');
  assert.equal(judgeOrder('undecided', passing(8, 8)), 'undecided');
  assert.equal(judgeOrder('holds', null), 'undecided');
  assert.equal(judgeOrder('holds', passing(0, 1)), 'undecided');
  assert.equal(judgeOrder('holds', controlOf([1, 2])), 'undecided');
});
