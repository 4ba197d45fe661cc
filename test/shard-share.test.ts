import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../src/random.ts';
import { callsOf, touchesVariant } from '../src/run/shards/share.ts';

const random = seededRandom(20240206);
const below = (bound: number) => Math.floor(random() * bound);
const shards = (count: number) => Array.from({ length: count }, (_, index) => ({ index, count }));
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** Weights of calls as they come: like batches, single long texts, without any weight, beyond 2 ** 31. */
function weightsOf(calls: number): number[] {
  const kinds = [() => 0, () => 1, () => below(2048), () => 2 ** 40 + below(9), () => below(3)];
  const kind = kinds[below(kinds.length)];
  return Array.from({ length: calls }, () => (below(5) === 0 ? 0 : kind()));
}

test('each call belongs to one shard, and its shard opens its variant', () => {
  for (let trial = 0; trial < 3000; trial++) {
    const [count, variants] = [1 + below(40), 1 + below(12)];
    const all = Array.from({ length: variants }, () => weightsOf(below(20)));
    const owners = all.map((weights) => weights.map(() => 0));
    for (const shard of shards(count)) {
      const opened = all.filter((_, variant) => touchesVariant(shard, variant, variants));
      assert.ok(opened.length <= Math.ceil(variants / count) + 1, `${opened.length} of ${variants} opened`);
      for (const [variant, weights] of all.entries()) {
        const own = callsOf(shard, variant, variants, weights);
        if (own.includes(true)) assert.ok(touchesVariant(shard, variant, variants));
        for (const [call, isOwn] of own.entries()) owners[variant][call] += Number(isOwn);
      }
    }
    assert.ok(
      owners.flat().every((owned) => owned === 1),
      `${count} shards of ${JSON.stringify(all)}`,
    );
  }
});

test('a shard of a variant is a run of neighbours, in the order of the shards', () => {
  for (let trial = 0; trial < 500; trial++) {
    const weights = weightsOf(1 + below(50));
    const owned = shards(1 + below(9)).flatMap((shard) =>
      callsOf(shard, 0, 1, weights).flatMap((isOwn, call) => (isOwn ? [call] : [])),
    );
    assert.deepEqual(owned, [...weights.keys()]);
  }
});

test('shards weigh alike, to within the heaviest call for each variant that they open', () => {
  for (let trial = 0; trial < 500; trial++) {
    const [count, variants] = [1 + below(16), 1 + below(6)];
    const weights = Array.from({ length: 30 + below(100) }, () => 1 + below(4096));
    for (const shard of shards(count)) {
      const loads = Array.from({ length: variants }, (_, variant) =>
        sum(callsOf(shard, variant, variants, weights).map((isOwn, call) => (isOwn ? weights[call] : 0))),
      );
      const fair = (variants * sum(weights)) / count;
      const opened = loads.filter((load) => load > 0).length || 1;
      assert.ok(Math.abs(sum(loads) - fair) <= opened * Math.max(...weights), `${sum(loads)} of ${fair}`);
    }
  }
});

test('by hand: two variants of three calls over four shards', () => {
  const own = shards(4).map((shard) => [0, 1].map((variant) => callsOf(shard, variant, 2, [2, 1, 1])));
  const [yes, no] = [true, false];
  // the middles of the calls lie at 1/4, 5/8 and 7/8 of each variant, and each shard has half of one
  assert.deepEqual(own, [
    [
      [yes, no, no],
      [no, no, no],
    ],
    [
      [no, yes, yes],
      [no, no, no],
    ],
    [
      [no, no, no],
      [yes, no, no],
    ],
    [
      [no, no, no],
      [no, yes, yes],
    ],
  ]);
  assert.deepEqual(callsOf(undefined, 1, 2, [2, 1, 1]), [yes, yes, yes]);
  assert.equal(touchesVariant(undefined, 1, 2), true);
  assert.deepEqual(
    shards(4).map((shard) => touchesVariant(shard, 1, 2)),
    [no, no, yes, yes],
  );
});

test('no call is lost where floating point would lose it', () => {
  const weights = [2 ** 52, 1, 2 ** 52 - 1, 1, 2 ** 52 + 1];
  for (const count of [3, 7, 49, 10_007])
    for (const [call] of weights.entries()) {
      const owners = shards(count).filter(
        (shard) => touchesVariant(shard, 1, 3) && callsOf(shard, 1, 3, weights)[call],
      );
      assert.equal(owners.length, 1, `call ${call} of ${count} shards`);
    }
});
