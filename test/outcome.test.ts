import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  dependsOnChoice,
  intervalOverTexts,
  outcomeOf,
  outcomeOfAll,
  reaches,
  verdictOf,
} from '../src/experiments/reproduce/outcome.ts';
import { bootstrapInterval } from '../src/metrics/bootstrap.ts';
import { meanOf, random } from './support/corpus-runs.ts';

test('an interval holds on the claimed side, fails on the other, and decides nothing across or at the threshold', () => {
  const outcomes = (low: number, high: number) => [
    outcomeOf({ low, high }, 1, 'above'),
    outcomeOf({ low, high }, 1, 'below'),
  ];
  assert.deepEqual(outcomes(1.1, 1.2), ['holds', 'fails']);
  assert.deepEqual(outcomes(0.8, 0.9), ['fails', 'holds']);
  assert.deepEqual(outcomes(0.9, 1.1), ['undecided', 'undecided']);
  assert.deepEqual(outcomes(1, 1.1), ['undecided', 'undecided']);
  assert.deepEqual(outcomes(0.9, 1), ['undecided', 'undecided']);
  assert.equal(outcomeOf(null, 1, 'above'), 'undecided');
});

test('one failure fails all; all must hold', () => {
  assert.equal(outcomeOfAll(['holds', 'holds']), 'holds');
  assert.equal(outcomeOfAll(['holds', 'undecided']), 'undecided');
  assert.equal(outcomeOfAll(['holds', 'undecided', 'fails']), 'fails');
});

test('a claim depends on a choice where it holds under one and is not shown under another', () => {
  assert.equal(dependsOnChoice(['holds', 'fails']), true);
  assert.equal(dependsOnChoice(['undecided', 'holds']), true);
  assert.equal(dependsOnChoice(['holds', 'holds']), false);
  assert.equal(dependsOnChoice(['fails', 'undecided']), false);
  assert.equal(dependsOnChoice(['undecided', 'undecided']), false);
});

test('a control reaches an interval from within and from beyond, in the direction of the claim', () => {
  const interval = { low: 1, high: 2 };
  const ranges = [
    { low: 0.5, high: 0.9 },
    { low: 0.5, high: 1 },
    { low: 1.2, high: 1.5 },
    { low: 2.1, high: 3 },
  ];
  assert.deepEqual(
    ranges.map((range) => [reaches(range, interval, 'above'), reaches(range, interval, 'below')]),
    [
      [false, true],
      [true, true],
      [true, true],
      [true, false],
    ],
  );
  assert.equal(reaches(null, interval, 'above'), false);
  assert.equal(reaches(ranges[2], null, 'above'), false);
});

test('the control changes a claim that holds, and no other', () => {
  assert.equal(verdictOf('holds', true), 'also untrained');
  assert.equal(verdictOf('holds', false), 'holds');
  assert.equal(verdictOf('fails', true), 'fails');
  assert.equal(verdictOf('undecided', true), 'undecided');
});

test('between fewer than two texts nothing varies, so there is no interval', () => {
  const values = [1, 5, 6];
  const statistic = (texts: ArrayLike<number>) => meanOf(Array.from(texts, (text) => values[text]));
  assert.equal(intervalOverTexts(0, statistic, random()), null);
  assert.equal(intervalOverTexts(1, statistic, random()), null);
  assert.deepEqual(intervalOverTexts(3, statistic, random()), bootstrapInterval(3, statistic, random()));
});
