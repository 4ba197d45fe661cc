import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LlmgeoError } from '../src/errors.ts';
import type { HubWait } from '../src/hub/context.ts';
import { type ReachedLimit, reachedLimit } from '../src/hub/rate-limit.ts';
import { resolveModel } from '../src/hub/resolve.ts';
import { openBench, REPO } from './support/hub-bench.ts';

test('the header RateLimit is read as the structured list that it is', () => {
  const cases: [string | null, ReachedLimit | null][] = [
    [null, null],
    ['', null],
    ['"resolvers";r=0;t=55', { policy: 'resolvers', seconds: 55 }],
    ['resolvers;r=0;t=55', { policy: 'resolvers', seconds: 55 }],
    ['  "resolvers" ; t = 55 ;  r = 0 ', { policy: 'resolvers', seconds: 55 }],
    ['"resolvers";pk=:cHsdsRa894==:;t=55;x;r=0', { policy: 'resolvers', seconds: 55 }],
    ['"resolvers";r="0";t="55"', { policy: 'resolvers', seconds: 55 }],
    ['"resolvers";r=12;t=55', null],
    ['"resolvers";r=10;t=55', null],
    ['"resolvers";t=55', null],
    ['"resolvers";r=0', null],
    ['"resolvers";r=0;t=soon', null],
    ['"resolvers";r=0;t=-5', null],
    ['"api";r=99;t=200, "resolvers";r=0;t=55', { policy: 'resolvers', seconds: 55 }],
    ['"api";r=0;t=20,"resolvers";r=0;t=55,"pages";r=0;t=1', { policy: 'resolvers', seconds: 55 }],
    ['"a, b;r=1\\"";r=0;t=7', { policy: 'a, b;r=1"', seconds: 7 }],
    ['"never closed;r=0;t=7', null],
    [`${'"'.repeat(20_001)};r=0;t=7`, null],
  ];
  for (const [header, limit] of cases)
    assert.deepEqual(reachedLimit(header), limit, String(header).slice(0, 99));
});

/** What the hub answers once its limit is reached. */
const reached = (seconds: number) => ({
  status: 429,
  rateLimit: `"api";r=9;t=9, "resolvers";r=0;t=${seconds}`,
});

test('a reached limit is waited for as long as the hub says, which progress shows', async (t) => {
  const bench = await openBench(t);
  bench.files['config.json'].head = [reached(1)];
  bench.files['model.safetensors'].body = [reached(0)];
  const waits: HubWait[] = [];
  const start = performance.now();
  await resolveModel(REPO, undefined, { ...bench.options, onWait: (wait) => void waits.push(wait) });
  assert.ok(performance.now() - start >= 1000);
  assert.deepEqual(bench.warnings, [
    'config.json: the hub\'s rate limit "resolvers" is reached (HTTP 429); trying again in 1.0 s',
    'model.safetensors: the hub\'s rate limit "resolvers" is reached (HTTP 429); trying again in 0.0 s',
  ]);
  const [total, short] = [1.03, 0.03];
  assert.deepEqual(waits.slice(0, 3), [
    { waited: 0, total },
    { waited: 1, total },
    { waited: total, total },
  ]);
  assert.deepEqual(waits.at(-1), { waited: short, total: short });
});

test('waits for a limit are no failures, but a hub that keeps refusing is left for later', async (t) => {
  const bench = await openBench(t);
  const { 'config.json': config, 'tokenizer.json': tokenizer } = bench.files;
  const busy = { status: 503, retryAfter: '0' };
  config.head = [busy, reached(0), busy, reached(0), busy, reached(0), busy, reached(0)];
  tokenizer.head = Array.from({ length: 5 }, () => reached(0));
  await assert.rejects(resolveModel(REPO, undefined, bench.options), (error: LlmgeoError) => {
    assert.match(error.message, /^no usable answer from 127.*: the hub's rate limit "resolvers" is reached/);
    assert.equal(error.hint, 'try again in 0 s; an access token in HF_TOKEN has a limit of its own');
    return error.exitCode === 75;
  });
  assert.equal(bench.warnings.length, 8 + 4);
});

test('a limit beyond the window of the hub is not waited for; what is not reached is no reason', async (t) => {
  const bench = await openBench(t);
  bench.files['config.json'].head = [reached(301)];
  await assert.rejects(resolveModel(REPO, undefined, bench.options), (error: LlmgeoError) => {
    assert.match(error.hint, /^try again in 301 s/);
    return error.exitCode === 75;
  });
  assert.deepEqual(bench.warnings, []);
  bench.files['config.json'].head = [{ status: 429, rateLimit: '"resolvers";r=7;t=200', retryAfter: '0.1' }];
  await resolveModel(REPO, undefined, bench.options);
  assert.deepEqual(bench.warnings, ['config.json: HTTP 429; trying again in 0.1 s']);
});

test('a wait ends with the signal', async (t) => {
  const bench = await openBench(t);
  bench.files['config.json'].head = [reached(200)];
  const stop = new AbortController();
  const onWait = () => stop.abort(new Error('stopped'));
  await assert.rejects(
    resolveModel(REPO, undefined, { ...bench.options, signal: stop.signal, onWait }),
    /stopped/,
  );
});

test('with a copy in the cache, or offline, no limit is waited for', async (t) => {
  const bench = await openBench(t);
  await resolveModel(REPO, undefined, bench.options);
  bench.files['config.json'].head = [reached(200)];
  await resolveModel(REPO, undefined, bench.options);
  assert.match(bench.warnings.join(), /rate limit "resolvers" is reached .*; using the copy of/);
  bench.hub.requests.length = 0;
  await resolveModel(REPO, undefined, { ...bench.options, offline: true });
  const elsewhere = { ...bench.env, HF_HUB_CACHE: `${bench.cache}/none` };
  await assert.rejects(resolveModel(REPO, undefined, { env: elsewhere, offline: true }), /not in the cache/);
  assert.deepEqual(bench.hub.requests, []);
});
