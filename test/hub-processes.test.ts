import assert from 'node:assert/strict';
import { readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolveModel } from '../src/hub/resolve.ts';
import { type Bench, MAIN, openBench, spawnPull } from './support/hub-bench.ts';
import { oidOf } from './support/hub-content.ts';

const SHORT = 'pythia-70m';

async function waitForSize(path: string, least: number): Promise<number> {
  for (let tries = 0; tries < 500; tries++) {
    const size = (await stat(path).catch(() => null))?.size ?? 0;
    if (size >= least) return size;
    await sleep(20);
  }
  assert.fail(`${path} did not reach ${least} bytes`);
}

function weightsRequests({ hub, files }: Bench): string[] {
  return hub.requests.filter((line) =>
    line.startsWith(`store GET /blob/${oidOf(files['model.safetensors'])}`),
  );
}

test('two processes on one model both succeed, and the weights come once', async (t) => {
  const bench = await openBench(t);
  bench.files['model.safetensors'].slow = 30;
  const runs = await Promise.all([spawnPull(bench.env, SHORT).done, spawnPull(bench.env, SHORT).done]);
  const folder = join(bench.folder, 'snapshots', MAIN);
  for (const { code, output } of runs) {
    assert.equal(code, 0, output);
    assert.ok(output.includes(folder), output);
  }
  assert.match(runs.map(({ output }) => output).join(), /another process is fetching/);
  assert.equal(weightsRequests(bench).length, 1);
  assert.deepEqual(
    await readFile(join(folder, 'model.safetensors')),
    bench.files['model.safetensors'].content,
  );
});

test('a killed process leaves no whole file; the next one takes over its lock and goes on', async (t) => {
  const bench = await openBench(t);
  const weights = bench.files['model.safetensors'];
  weights.slow = 30;
  const { child, done } = spawnPull(bench.env, SHORT);
  const incomplete = join(bench.folder, 'blobs', `${oidOf(weights)}.incomplete`);
  await waitForSize(incomplete, 60_000);
  child.kill('SIGKILL');
  await done;
  const { size } = await stat(incomplete);
  assert.ok(size < weights.content.length);
  await assert.rejects(
    resolveModel(SHORT, undefined, { ...bench.options, offline: true }),
    /not in the cache/,
  );
  // As if the ten seconds after which a lock counts as dead had passed.
  const long = new Date(Date.now() - 60_000);
  await utimes(
    join(bench.cache, '.locks', 'models--EleutherAI--pythia-70m', `${oidOf(weights)}.llmgeo.lock`),
    long,
    long,
  );
  const { folder } = await resolveModel(SHORT, undefined, bench.options);
  assert.deepEqual(await readFile(join(folder, 'model.safetensors')), weights.content);
  assert.match(weightsRequests(bench).at(-1) ?? '', new RegExp(` bytes=${size}-$`));
});
