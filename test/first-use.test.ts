/** The whole way of a first use: name -> download from an imitated hub -> run -> rows; then offline from the cache. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { BIN, emptyFolder } from './support/cli.ts';
import { commitOf, type HubFile, type HubRepo } from './support/hub-content.ts';
import { hhRlhfRepo } from './support/hub-datasets.ts';
import { startHubServer } from './support/hub-server.ts';
import { embeddedModel } from './support/oracles.ts';
import { runHere } from './support/run-here.ts';

const WEIGHTS = 'model.safetensors';

/** nano-xs under the name of a Pythia: a real checkpoint in the hub's clothes. */
function repoOf(names: string[], change: (file: HubFile) => HubFile = (file) => file): HubRepo {
  const files = names.map((name): [string, HubFile] => {
    const content = readFileSync(join(embeddedModel('nano-xs'), name));
    return [name, name === WEIGHTS ? change({ content, lfs: true }) : { content }];
  });
  return { refs: { main: commitOf('a') }, commits: { [commitOf('a')]: Object.fromEntries(files) } };
}

const MODEL = ['config.json', WEIGHTS, 'tokenizer.json', 'tokenizer_config.json'];
const ROWS = ['The king is here.', 'The queen is in the garden.'].map((chosen) => JSON.stringify({ chosen }));
const DATASET = hhRlhfRepo(() => ({ content: gzipSync(`${ROWS.join('\n')}\n`), lfs: true }));

async function run(args: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [BIN, 'infogain', ...args], { env: { ...process.env, ...env } });
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    out.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    out.stderr += chunk;
  });
  const [status] = await once(child, 'close');
  return { ...out, status };
}

test('a short name is downloaded, with a cut on the way, and gives the numbers of its weights', async (t) => {
  const server = await startHubServer({
    'EleutherAI/pythia-70m': repoOf(MODEL, (file) => ({ ...file, body: [{ cut: 50_000 }] })),
    'datasets/Anthropic/hh-rlhf': DATASET,
  });
  t.after(() => server.close());
  const env = { HF_HOME: emptyFolder(), HF_ENDPOINT: server.url, HF_HUB_OFFLINE: '' };
  const args = ['--model', 'pythia-70m', '--dataset', 'hh-rlhf/harmless-base', '--format', 'json'];
  const first = await run(args, env);
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stderr, /model\.safetensors: .*; trying again/);
  const { meta, rows } = JSON.parse(first.stdout);
  assert.equal(meta.models[0].commit, commitOf('a'));
  assert.equal(meta.input.dataset_commit, commitOf('d'));
  assert.deepEqual(
    [meta.input.dataset, meta.input.file],
    ['hh-rlhf/harmless-base', 'harmless-base/test.jsonl.gz'],
  );
  assert.equal(meta.input.field, 'chosen');
  const embedded = await runHere([
    'infogain',
    '--model',
    'nano-xs',
    '--format',
    'json',
    ...ROWS.map((row) => JSON.parse(row).chosen),
  ]);
  const expected = JSON.parse(embedded.stdout);
  assert.deepEqual(meta.models[0].weights_sha256, expected.meta.models[0].weights_sha256);
  assert.equal(rows.length, expected.rows.length);
  for (const [i, row] of rows.entries()) assert.deepEqual({ ...row, model: 'nano-xs' }, expected.rows[i]);

  const offline = await run([...args, '--offline'], { ...env, HF_ENDPOINT: 'http://127.0.0.1:9' });
  assert.equal(offline.status, 0, offline.stderr);
  assert.equal(offline.stdout, first.stdout, 'the cache gives the same bytes');
});

test('a repository without tokenizer runs with ids, and says so for text', async (t) => {
  const server = await startHubServer({ 'someone/model': repoOf(['config.json', WEIGHTS]) });
  t.after(() => server.close());
  const env = { HF_HOME: emptyFolder(), HF_ENDPOINT: server.url, HF_HUB_OFFLINE: '' };
  const ids = await run(['--model', 'someone/model', '--ids', '1,2,3'], env);
  assert.equal(ids.status, 0, ids.stderr);
  const text = await run(['--model', 'someone/model', 'The king.'], env);
  assert.equal(text.status, 2);
  assert.match(text.stderr, /tokenizer\.json/);
  assert.match(text.stderr, /--ids/);
});
