import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { LlmgeoError } from '../src/errors.ts';
import { openHub } from '../src/hub/context.ts';
import { sendRequest } from '../src/hub/request.ts';
import { resolveModel } from '../src/hub/resolve.ts';
import { startStallTimer } from '../src/hub/stall.ts';
import { type Bench, MAIN, openBench, REPO } from './support/hub-bench.ts';
import { commitOf, type HubRepo, modelFiles } from './support/hub-content.ts';
import { startMirror } from './support/hub-mirror.ts';

const STALE_TOKEN = 'hf_stale';
const SAID = 'Invalid credentials in Authorization header';

function repo(more: Partial<HubRepo> = {}): HubRepo {
  return { refs: { main: MAIN }, commits: { [MAIN]: modelFiles() }, ...more };
}

/** Resolves a model that is refused; gives the error. */
async function refusalOf(bench: Bench, spec: string, env: NodeJS.ProcessEnv): Promise<LlmgeoError> {
  const options = { ...bench.options, env: { ...bench.env, ...env } };
  return resolveModel(spec, undefined, options).then(
    () => assert.fail('no error'),
    (error) => error,
  );
}

test('a stale token does not close a public repository: it is used once, and the user told once', async (t) => {
  const bench = await openBench(t);
  bench.hub.stale.add(STALE_TOKEN);
  bench.repos['a/other'] = repo();
  const options = { ...bench.options, env: { ...bench.env, HF_TOKEN: STALE_TOKEN } };
  await resolveModel(REPO, undefined, options);
  await resolveModel('a/other', undefined, options);
  assert.deepEqual(
    bench.hub.tokens.filter((token) => token !== null),
    [STALE_TOKEN],
  );
  assert.deepEqual(bench.warnings, [
    `${new URL(bench.hub.url).host} refused the token in HF_TOKEN ("${SAID}"): asking without it; renew the token, or remove it`,
  ]);
});

test('a token that expires during a download does not end it', async (t) => {
  const bench = await openBench(t);
  const options = {
    ...bench.options,
    env: { ...bench.env, HF_TOKEN: 'hf_expiring' },
    onProgress: () => void bench.hub.stale.add('hf_expiring'),
  };
  bench.files['model.safetensors'].body = [{ cut: 100_000 }];
  await resolveModel(REPO, undefined, options);
  assert.equal(bench.warnings.filter((line) => /refused the token/.test(line)).length, 1);
  assert.deepEqual(bench.hub.leaked, []);
});

test('a stale token in a file is named by its path', async (t) => {
  const bench = await openBench(t);
  bench.hub.stale.add(STALE_TOKEN);
  const file = join(bench.cache, 'my-token');
  await writeFile(file, STALE_TOKEN);
  const options = { ...bench.options, env: { ...bench.env, HF_TOKEN_PATH: file } };
  await resolveModel(REPO, undefined, options);
  assert.match(bench.warnings[0], /refused the token in the file .*my-token \("Invalid/);
});

test('where nobody may enter without a token, the error is about the repository and says that the token is stale', async (t) => {
  const bench = await openBench(t);
  bench.hub.stale.add(STALE_TOKEN);
  bench.repos['a/private'] = repo({ token: 'hf_own' });
  bench.repos['a/gated'] = repo({ token: 'hf_own', gated: true });
  const env = { HF_TOKEN: STALE_TOKEN };
  const advice = `renew the token in HF_TOKEN, which was refused ("${SAID}")`;
  const closed = await refusalOf(bench, 'a/private', env);
  assert.match(
    closed.message,
    /^a\/private does not exist .*, or is private; the hub says "Repository not found"$/,
  );
  assert.ok(closed.hint.endsWith(advice), closed.hint);
  const gated = await refusalOf(bench, 'a/gated', env);
  assert.match(
    gated.message,
    /^no access to a\/gated \(HTTP 403\).*"Access to model a\/gated is restricted\."$/,
  );
  assert.ok(gated.hint.endsWith(advice), gated.hint);
  const missing = await refusalOf(bench, 'a/nothing', env);
  assert.match(missing.message, /^a\/nothing does not exist/);
});

test('a good token that may not read a repository is not called stale', async (t) => {
  const bench = await openBench(t);
  bench.hub.stale.add(STALE_TOKEN);
  bench.repos['a/private'] = repo({ token: 'hf_own' });
  const error = await refusalOf(bench, 'a/private', { HF_TOKEN: 'hf_of_another' });
  assert.match(error.hint, /check that the token in HF_TOKEN is valid and may read it$/);
  assert.deepEqual(bench.warnings, []);
});

test('a disabled repository is not called gated', async (t) => {
  const bench = await openBench(t);
  bench.hub.stale.add(STALE_TOKEN);
  bench.repos['a/disabled'] = repo({ disabled: true });
  const error = await refusalOf(bench, 'a/disabled', {});
  assert.match(error.message, /^a\/disabled is disabled: .* "Access to this resource is disabled\."$/);
  assert.doesNotMatch(error.hint, /terms|HF_TOKEN/);
  assert.equal(error.exitCode, 1);
});

test('a renamed repository is found under its old name, with the token', async (t) => {
  const bench = await openBench(t);
  bench.hub.stale.add(STALE_TOKEN);
  bench.repos['a/new'] = repo({ token: 'hf_own' });
  bench.repos['a/old'] = { refs: {}, commits: {}, renamed: 'a/new' };
  const options = { ...bench.options, env: { ...bench.env, HF_TOKEN: 'hf_own' } };
  assert.equal((await resolveModel('a/old', undefined, options)).commit, MAIN);
  assert.ok(bench.hub.requests.includes('HEAD /a/new/resolve/main/config.json'));
  assert.deepEqual([...new Set(bench.hub.tokens)], ['hf_own']);
  assert.deepEqual(bench.hub.leaked, []);
});

test('once a redirect has left the hub, the token does not come back with one that returns', async (t) => {
  const bench = await openBench(t);
  const hub = openHub({ env: { ...bench.env, HF_TOKEN: 'hf_own' } });
  const elsewhere = await startMirror(t, bench.hub.url);
  const timer = startStallTimer(5000, undefined);
  const ask = { method: 'GET', follow: () => true } as const;
  const path = `/${REPO}/resolve/main/config.json`;
  const { status } = await sendRequest(hub, `${elsewhere.url}${path}`, ask, timer);
  timer.stop();
  assert.equal(status, 200);
  assert.deepEqual(elsewhere.tokens, [undefined]);
  assert.deepEqual([...new Set(bench.hub.tokens)], [null]);
});

test('a redirect to what is no address is not the word of the hub', async (t) => {
  const bench = await openBench(t);
  const mirror = await startMirror(t, 'http://[');
  const env = { ...bench.env, HF_ENDPOINT: mirror.url };
  await assert.rejects(
    resolveModel(REPO, undefined, { env }),
    /does not answer like the hub: a redirect to what is no address/,
  );
});

test("the hub's own words are shown, cut and without control characters", async (t) => {
  const bench = await openBench(t);
  bench.hub.stale.add(STALE_TOKEN);
  const message = `no\tsuch \x9b31mfile ${'x'.repeat(400)}`;
  bench.files['config.json'].head = [{ status: 400, message }];
  const error = await refusalOf(bench, REPO, {});
  assert.equal(
    error.message,
    `HTTP 400 for config.json of ${REPO}; the hub says "no such 31mfile ${'x'.repeat(300 - 'no such 31mfile '.length)}..."`,
  );
  bench.files['config.json'].head = [{ status: 503, message: 'down for maintenance' }];
  await resolveModel(REPO, undefined, bench.options);
  assert.match(
    bench.warnings[0],
    /^config\.json: HTTP 503; the hub says "down for maintenance"; trying again/,
  );
  const revision = await resolveModel(REPO, commitOf('e'), bench.options).catch((reason) => reason);
  assert.match(revision.message, /has no revision "e+"$/);
});
