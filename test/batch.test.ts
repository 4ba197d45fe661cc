import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planCalls } from '../src/model/batch.ts';

test('texts of equal length share a call of 512 tokens', () => {
  assert.deepEqual(planCalls(Array(70).fill(8)), [
    [0, 64],
    [64, 70],
  ]);
});

test('a text of a very different length starts a call of its own', () => {
  assert.deepEqual(planCalls([10, 10, 200, 12]), [
    [0, 2],
    [2, 3],
    [3, 4],
  ]);
});

test('a long text is a call of its own, and no text gives no call', () => {
  assert.deepEqual(planCalls([2048, 2048]), [
    [0, 1],
    [1, 2],
  ]);
  assert.deepEqual(planCalls([]), []);
});

test('every text is in exactly one call, in order, within the budget', () => {
  const lengths = Array.from({ length: 500 }, (_, i) => 1 + ((i * 7919) % 700));
  const calls = planCalls(lengths);
  assert.deepEqual(
    calls.flatMap(([begin, end]) => lengths.slice(begin, end)),
    lengths,
  );
  for (const [begin, end] of calls) {
    const padded = Math.max(...lengths.slice(begin, end)) * (end - begin);
    assert.ok(end - begin === 1 || padded <= 512, `${padded} padded tokens in one call`);
  }
});
