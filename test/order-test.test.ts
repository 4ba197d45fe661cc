import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neighbours, orderTest } from '../src/paper/claims/order-test.ts';
import { meanOf, plainInterval, random } from './support/corpus-runs.ts';

/** One row of numbers per size, one number per text; the quantity is their mean. */
function order(sizes: number[][], direction: 'rising' | 'falling') {
  const quantity = (size: number, texts: ArrayLike<number>) =>
    meanOf(Array.from(texts, (text) => sizes[size][text]));
  const pairs = neighbours(sizes.map((_, size) => size));
  return orderTest(pairs, sizes[0].length, quantity, direction, random);
}

const LOW = [1, 2, 3, 2, 1, 3];
const HIGH = LOW.map((value, i) => value + 1 + i / 10);
const NOISY = LOW.map((value, i) => value + (i % 2 === 0 ? 2 : -2));

test('holds, fails and is undecided, rising as falling', () => {
  assert.equal(order([LOW, HIGH], 'rising')!.outcome, 'holds');
  assert.equal(order([LOW, HIGH], 'falling')!.outcome, 'fails');
  assert.equal(order([HIGH, LOW], 'falling')!.outcome, 'holds');
  assert.equal(order([HIGH, LOW], 'rising')!.outcome, 'fails');
  assert.equal(order([LOW, NOISY], 'rising')!.outcome, 'undecided');
  assert.equal(order([LOW, NOISY], 'falling')!.outcome, 'undecided');
});

test('every pair of neighbours must hold; one on the wrong side fails', () => {
  const higher = HIGH.map((value) => value + 1);
  assert.equal(order([LOW, HIGH, higher], 'rising')!.outcome, 'holds');
  assert.equal(order([LOW, HIGH, NOISY.map((value) => value + 1.25)], 'rising')!.outcome, 'undecided');
  assert.equal(order([LOW, higher, HIGH], 'rising')!.outcome, 'fails');
  // undecided first, wrong later
  assert.equal(order([LOW, NOISY, LOW.map((value) => value - 9)], 'rising')!.outcome, 'fails');
});

test('equal quantities decide nothing', () => {
  const found = order([LOW, [...LOW]], 'rising')!;
  assert.equal(found.outcome, 'undecided');
  assert.deepEqual(found.pairs[0].interval, { low: 0, high: 0 });
});

test('one size has no order, and no text none either; one text has a difference without an interval', () => {
  assert.equal(order([LOW], 'rising'), null);
  assert.equal(order([[], []], 'rising'), null);
  const { outcome, pairs } = order([[1], [3]], 'rising')!;
  assert.equal(outcome, 'undecided');
  assert.deepEqual([pairs[0].difference, pairs[0].interval], [2, null]);
});

test('the interval is that of the difference over the same resampled texts', () => {
  const [pair] = order([LOW, NOISY], 'rising')!.pairs;
  const difference = (drawn: number[]) =>
    meanOf(drawn.map((i) => NOISY[i])) - meanOf(drawn.map((i) => LOW[i]));
  const [low, high] = plainInterval(LOW.length, difference);
  assert.ok(Math.abs(pair.interval!.low - low) < 1e-12);
  assert.ok(Math.abs(pair.interval!.high - high) < 1e-12);
  assert.ok(Math.abs(pair.difference - difference([0, 1, 2, 3, 4, 5])) < 1e-12);
});

test('sizes are paired by text: what texts differ in does not widen the interval', () => {
  const texts = Array.from({ length: 20 }, (_, i) => 1000 * i);
  const found = order([texts, texts.map((value) => value + 1)], 'rising')!;
  assert.equal(found.outcome, 'holds');
  assert.deepEqual(found.pairs[0].interval, { low: 1, high: 1 });
});

test('the pair that is shown is one that decides', () => {
  // by its mean the first pair is the worst, but only the second is surely on the wrong side
  const first = [0, 0, 0, 0];
  const second = [-10, 8, 2, -8];
  const third = second.map((value) => value - 1);
  const failing = order([first, second, third], 'rising')!;
  assert.equal(failing.outcome, 'fails');
  assert.equal(failing.least, 1);
  assert.ok(failing.pairs[0].difference < failing.pairs[1].difference);
  // both hold but one: that one
  const unsure = order([first, [30, 30, 31, 31], [31, 31, 32, 32], [90, 20, 90, 20]], 'rising')!;
  assert.deepEqual([unsure.outcome, unsure.least], ['undecided', 2]);
  const holding = order([first, [5, 5, 6, 6], [6, 6, 7, 7]], 'rising')!;
  assert.deepEqual([holding.outcome, holding.least], ['holds', 1]);
  const falling = order([[6, 6, 7, 7], [5, 5, 6, 6], first], 'falling')!;
  assert.deepEqual([falling.outcome, falling.least], ['holds', 0]);
});

test('neighbours are each size and the next larger one, whatever the order of the list', () => {
  assert.deepEqual(neighbours([10, 20, 30]), [
    { smaller: 0, larger: 1 },
    { smaller: 1, larger: 2 },
  ]);
  assert.deepEqual(neighbours([20, 10]), [{ smaller: 1, larger: 0 }]);
  assert.deepEqual(neighbours([10, 10]), []);
  assert.deepEqual(neighbours([10]), []);
  // two models of one size have no order, but each has a larger neighbour
  assert.deepEqual(neighbours([10, 20, 20, 30]), [
    { smaller: 0, larger: 1 },
    { smaller: 0, larger: 2 },
    { smaller: 1, larger: 3 },
    { smaller: 2, larger: 3 },
  ]);
});
