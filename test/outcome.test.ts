import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootstrapInterval } from '../src/metrics/bootstrap.ts';
import { dependsOnChoice, intervalOverTexts, outcomeOf, outcomeOfAll } from '../src/paper/claims/outcome.ts';
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
  assert.equal(dependsOnChoice([null, null]), false);
});

test('between fewer than two texts nothing varies, so there is no interval', () => {
  const values = [1, 5, 6];
  const statistic = (texts: ArrayLike<number>) => meanOf(Array.from(texts, (text) => values[text]));
  assert.equal(intervalOverTexts(0, statistic, random()), null);
  assert.equal(intervalOverTexts(1, statistic, random()), null);
  assert.deepEqual(intervalOverTexts(3, statistic, random()), bootstrapInterval(3, statistic, random()));
});
