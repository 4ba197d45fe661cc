import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { listModels } from '../src/commands/models-list.ts';
import { type Bench, MAIN, openBench, REPO } from './support/hub-bench.ts';
import { commitOf, modelFiles, noise, oidOf } from './support/hub-content.ts';
import { hhRlhfRepo } from './support/hub-datasets.ts';
import { runHere } from './support/run-here.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/llmgeo.js', import.meta.url));

function start({ env }: Bench, args: string[]) {
  const child = spawn(process.execPath, [PROGRAM, 'models', ...args], {
    env: { ...env, PATH: process.env.PATH },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  const done = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { child, done };
}

function models({ env }: Bench, ...args: string[]) {
  return runHere(['models', ...args], { ...env, HF_HUB_OFFLINE: '' });
}

async function pulled(t: TestContext): Promise<Bench> {
  const bench = await openBench(t);
  const { status, stdout, stderr } = await models(bench, 'pull', 'pythia-70m');
  assert.deepEqual([status, stdout], [0, ''], stderr);
  assert.match(stderr, /llmgeo: pythia-70m is in .*snapshots/);
  return bench;
}

test('ls shows what is built in, what is in the cache and what could be', async (t) => {
  const bench = await openBench(t);
  const empty = await listModels(join(bench.cache, 'nowhere'));
  assert.equal(empty.length, 4 + 10 + 2);
  assert.deepEqual([...new Set(empty.map(({ state }) => state))], ['embedded', 'absent']);
  assert.equal(empty.find(({ model }) => model === 'pythia-1.4b')?.parameters, 1414647808);

  const { 'model.safetensors': _, ...unfinished } = modelFiles();
  const bert = { ...modelFiles(), 'config.json': { content: Buffer.from('{"model_type": "bert"}') } };
  const repo = (files = modelFiles()) => ({
    refs: { main: MAIN, step8: commitOf('b') },
    commits: { [MAIN]: files, [commitOf('b')]: files },
  });
  Object.assign(bench.repos, {
    [REPO]: repo(),
    'EleutherAI/pythia-160m-seed3': repo(unfinished),
    'a/bert': repo(bert),
    'a/neox': repo(),
  });
  await models(bench, 'pull', 'pythia-70m', 'a/neox', 'a/bert');
  await models(bench, 'pull', 'pythia-70m', '--revision', 'step8');
  await models(bench, 'pull', 'pythia-160m-seed3');
  const rows = (await listModels(bench.cache)).filter(
    ({ state }) => state !== 'embedded' && state !== 'absent',
  );
  const shown = rows.map(({ model, kind, state, revisions, commit }) => [
    model,
    kind,
    state,
    revisions,
    commit,
  ]);
  assert.deepEqual(shown, [
    ['pythia-70m', 'pythia', 'complete', 'main', MAIN],
    ['pythia-70m', 'pythia', 'complete', 'step8', commitOf('b')],
    ['pythia-160m-seed3', 'pythia', 'partial', null, MAIN],
    ['a/neox', 'hub', 'complete', 'main', MAIN],
  ]);
  const needed = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'];
  assert.equal(
    rows[0].bytes,
    needed.reduce((sum, name) => sum + bench.files[name].content.length, 0),
  );
});

test('ls passes over a revision that cannot be read', async (t) => {
  const bench = await pulled(t);
  await symlink('nowhere', join(bench.folder, 'refs', 'broken'));
  const row = (await listModels(bench.cache)).find(({ commit }) => commit === MAIN);
  assert.deepEqual([row?.state, row?.revisions], ['complete', 'main']);
});

test('ls writes the formats of all commands', async (t) => {
  const bench = await openBench(t);
  const csv = await models(bench, 'ls');
  assert.match(
    csv.stdout,
    /^model,kind,parameters,layers,dim,state,bytes,download_bytes,revisions,commit\r?\n/,
  );
  assert.match(csv.stdout, /\npythia-70m,pythia,70426624,6,512,absent,,166019072,,/);
  assert.match(csv.stderr, /the cache is /);
  const { rows } = JSON.parse((await models(bench, 'ls', '--format', 'json', '--quiet')).stdout);
  assert.equal(rows[3].model, 'nano-l');
});

test('ls on a terminal is for reading, and models alone lists', async (t) => {
  const bench = await openBench(t);
  const { status, stdout, stderr } = await models(bench, '--format', 'table');
  assert.equal(status, 0, stderr);
  assert.match(stdout, /pythia-12b +pythia +11\.8B +absent +- +23\.8 GB/);
  const listed = await models(bench, 'list');
  assert.deepEqual([listed.status, listed.stdout], [2, '']);
  assert.match(listed.stderr, /unknown command 'list'\n.*did you mean ls\?/);
});

test('the estimate of a download is that of the files which are known', async () => {
  const rows = await listModels('/nowhere');
  for (const [name, bytes] of Object.entries({ 'pythia-1.4b': 2930002184, 'pythia-2.8b': 5684693096 })) {
    const estimate = Number(rows.find(({ model }) => model === name)?.download_bytes);
    assert.ok(Math.abs(estimate / bytes - 1) < 1e-4, name);
  }
});

test('path prints the folder and nothing else, and downloads nothing', async (t) => {
  const bench = await pulled(t);
  bench.hub.requests.length = 0;
  const { stdout } = await models(bench, 'path', 'pythia-70m');
  assert.equal(stdout, `${join(bench.folder, 'snapshots', MAIN)}\n`);
  assert.match(
    (await models(bench, 'path', 'nano-s', '--revision', 'step64')).stdout,
    /models.revisions.nano-s-step64\n$/,
  );
  const absent = await models(bench, 'path', 'pythia-160m');
  assert.deepEqual([absent.status, absent.stdout], [1, '']);
  assert.match(absent.stderr, /is not in the cache\n.*llmgeo models pull EleutherAI\/pythia-160m\n/);
  assert.deepEqual(bench.hub.requests, []);
});

test('pull refuses what it does not know with exit 2, and takes the data set', async (t) => {
  const bench = await openBench(t);
  assert.equal((await models(bench, 'pull', 'pythia-71m')).status, 2);
  assert.equal((await models(bench, 'pull')).status, 2);
  bench.repos['datasets/Anthropic/hh-rlhf'] = hhRlhfRepo(() => ({ content: noise(100), lfs: true }), MAIN);
  assert.equal((await models(bench, 'pull', 'hh-rlhf')).status, 0);
  assert.match((await models(bench, 'path', 'hh-rlhf')).stdout, /^(.*test\.jsonl\.gz\n){4}$/);
  assert.match((await models(bench, 'verify', 'hh-rlhf')).stdout, /harmless-base\/test\.jsonl\.gz,ok/);
});

test('verify finds a changed file, and its hint mends it', async (t) => {
  const bench = await pulled(t);
  const good = await models(bench, 'verify', 'pythia-70m');
  assert.equal(good.status, 0, good.stderr);
  assert.equal(good.stdout.match(/,ok,/g)?.length, 4, good.stdout);
  const weights = bench.files['model.safetensors'];
  const blob = join(bench.folder, 'blobs', oidOf(weights));
  await writeFile(blob, Buffer.alloc(weights.content.length));
  const bad = await models(bench, 'verify', 'pythia-70m');
  assert.equal(bad.status, 1);
  assert.match(bad.stdout, new RegExp(`pythia-70m,${MAIN},model\\.safetensors,corrupt,${oidOf(weights)}`));
  const hint = `rm -f "${blob}" && llmgeo models pull pythia-70m --revision ${MAIN}`;
  assert.ok(bad.stderr.includes(hint), bad.stderr);
  await rm(blob);
  assert.match((await models(bench, 'verify', 'pythia-70m')).stdout, /model\.safetensors,missing/);
  assert.equal((await models(bench, 'pull', 'pythia-70m', '--revision', MAIN)).status, 0);
  assert.deepEqual(await readFile(blob), weights.content);
});

test('verify knows the embedded weights, and refuses a plain folder', async (t) => {
  const bench = await openBench(t);
  const { status, stdout, stderr } = await models(bench, 'verify', 'nano-s', 'nano-l');
  assert.equal(status, 0, stderr);
  assert.equal(stdout.match(/model\.safetensors,ok,/g)?.length, 5);
  await mkdir(join(bench.cache, 'model'));
  const folder = await models(bench, 'verify', join(bench.cache, 'model'));
  assert.equal(folder.status, 2);
  assert.match(folder.stderr, /no hashes are recorded/);
  assert.equal((await models(bench, 'verify', 'pythia-70m')).status, 1);
});

test('a hub that is down is exit 75: trying again may help', async (t) => {
  const bench = await openBench(t);
  await bench.hub.close();
  const { code, stdout, stderr } = await start(bench, ['pull', 'pythia-70m']).done;
  assert.deepEqual([code, stdout], [75, '']);
  assert.match(stderr, /llmgeo: error: no usable answer from .*\n {2}check the network/);
});

test('Ctrl-C ends a pull with 130 and keeps what has arrived', async (t) => {
  const bench = await openBench(t);
  bench.files['model.safetensors'].slow = 40;
  const { child, done } = start(bench, ['pull', 'pythia-70m']);
  while (!bench.hub.requests.some((line) => line.startsWith('store GET'))) await sleep(20);
  await sleep(100);
  child.kill('SIGINT');
  const { code, stderr } = await done;
  assert.equal(code, 130);
  assert.match(
    stderr,
    /interrupted\n {2}run it again: the download of model\.safetensors goes on where it stopped/,
  );
  const blobs = await readdir(join(bench.folder, 'blobs'));
  assert.ok(blobs.includes(`${oidOf(bench.files['model.safetensors'])}.incomplete`), String(blobs));
  assert.ok(!blobs.includes(oidOf(bench.files['model.safetensors'])));
});
