import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { CacheLimit } from '../src/hub/cache-limit.ts';

function limitOf(bytes: number) {
  const dropped: string[] = [];
  return { dropped, limit: new CacheLimit(bytes, async (id) => void dropped.push(id)) };
}

test('what was used least recently is dropped, once there is no room', async () => {
  const { dropped, limit } = limitOf(30);
  for (const id of ['a', 'b', 'c']) {
    await limit.reserve(id, 10);
    limit.release(id);
  }
  assert.deepEqual(dropped, []);
  limit.hold('a');
  limit.release('a');
  await limit.reserve('d', 15);
  assert.deepEqual(dropped, ['b', 'c']);
});

test('what is held stays, and a checkpoint waits for its room', async () => {
  const { dropped, limit } = limitOf(25);
  await limit.reserve('a', 10);
  limit.hold('a');
  await limit.reserve('b', 10);
  let came = false;
  const third = limit.reserve('c', 10).then(() => {
    came = true;
  });
  limit.release('a');
  await setImmediate();
  assert.ok(!came, 'held twice, let go once');
  limit.release('a');
  await third;
  assert.deepEqual(dropped, ['a']);
});

test('what an earlier process of the run fetched counts, and is dropped like the rest', async () => {
  const { dropped, limit } = limitOf(20);
  limit.count('before', 15);
  await limit.reserve('new', 10);
  assert.deepEqual(dropped, ['before']);
});

test('one that cannot fit is refused; one that waits can be stopped', async () => {
  const { limit } = limitOf(2e9);
  await assert.rejects(
    limit.reserve('large', 3e9),
    /large takes 3\.00 GB, more than the 2\.00 GB of --max-cache/,
  );
  await limit.reserve('a', 2e9);
  const stop = new AbortController();
  const waiting = limit.reserve('b', 1e9, stop.signal);
  stop.abort(new Error('enough'));
  await assert.rejects(waiting, /enough/);
});
