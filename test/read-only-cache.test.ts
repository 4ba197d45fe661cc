import assert from 'node:assert/strict';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LlmgeoError } from '../src/errors.ts';
import { filesBelow } from '../src/hub/inventory.ts';
import { resolveDataset, resolveModel } from '../src/hub/resolve.ts';
import { type Bench, listFolder, MAIN, openBench, REPO } from './support/hub-bench.ts';
import { commitOf, modelFiles, noise } from './support/hub-content.ts';
import { hhRlhfRepo } from './support/hub-datasets.ts';

const SHORT = 'pythia-70m';
/** The user `nobody`: permissions do not bind root, as whom tests run in containers. */
const NOBODY = 65534;

/** Does the work while the cache is another user's, or may not be written by its own. */
async function whileReadOnly({ cache }: Bench, work: () => Promise<void>): Promise<void> {
  const folders = ['', ...new Set((await filesBelow(cache)).flatMap(parents))];
  const isRoot = process.getuid?.() === 0;
  for (const folder of folders) await chmod(join(cache, folder), 0o555);
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    await assert.rejects(writeFile(join(cache, 'probe'), ''), { code: 'EACCES' });
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    for (const folder of folders) await chmod(join(cache, folder), 0o755);
  }
}

function parents(file: string): string[] {
  const parts = file.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}

/** A cache that is complete but for what this hub lacks, as Python's snapshot_download leaves it: no `.no_exist`. */
async function filled(t: TestContext, files = modelFiles()): Promise<Bench> {
  const bench = await openBench(t, files);
  await resolveModel(SHORT, undefined, bench.options);
  await rm(join(bench.folder, '.no_exist'), { recursive: true, force: true });
  await rm(join(bench.cache, '.locks'), { recursive: true, force: true });
  return bench;
}

const withoutTokenizer = () => {
  const { 'tokenizer.json': _, 'tokenizer_config.json': __, ...files } = modelFiles();
  return files;
};

const SKIP = { skip: process.platform === 'win32' && 'permissions work otherwise there' };

test(
  'a complete cache that may not be written serves, though the hub lacks the tokenizer',
  SKIP,
  async (t) => {
    const bench = await filled(t, withoutTokenizer());
    await whileReadOnly(bench, async () => {
      const before = await listFolder(bench.folder);
      for (const revision of [undefined, MAIN])
        assert.equal((await resolveModel(SHORT, revision, bench.options)).commit, MAIN);
      assert.deepEqual(await listFolder(bench.folder), before);
      assert.deepEqual(bench.warnings, []);
    });
  },
);

test('so does one in shards, and a data set', SKIP, async (t) => {
  const { 'model.safetensors': weights, ...rest } = modelFiles();
  const shard = 'model-00001-of-00001.safetensors';
  const index = { content: Buffer.from(JSON.stringify({ weight_map: { a: shard } })) };
  const bench = await filled(t, { ...rest, [shard]: weights, 'model.safetensors.index.json': index });
  bench.repos['datasets/Anthropic/hh-rlhf'] = hhRlhfRepo(() => ({ content: noise(100), lfs: true }), MAIN);
  await resolveDataset('hh-rlhf', bench.options);
  await whileReadOnly(bench, async () => {
    assert.equal((await resolveModel(SHORT, undefined, bench.options)).commit, MAIN);
    assert.equal((await resolveDataset('hh-rlhf', bench.options)).commit, MAIN);
  });
});

test('a revision that is whole but not among the refs serves, and stays out of them', SKIP, async (t) => {
  const bench = await filled(t);
  bench.repos[REPO].refs.step8 = MAIN;
  await whileReadOnly(bench, async () => {
    assert.equal((await resolveModel(SHORT, 'step8', bench.options)).commit, MAIN);
    assert.ok(!('refs/step8' in (await listFolder(bench.folder))));
  });
});

test('a branch that moved cannot be followed: the copy serves, with a warning', SKIP, async (t) => {
  const bench = await filled(t);
  const next = commitOf('b');
  bench.repos[REPO].refs.main = next;
  bench.repos[REPO].commits[next] = { ...bench.files, 'model.safetensors': { content: noise(9), lfs: true } };
  await whileReadOnly(bench, async () => {
    assert.equal((await resolveModel(SHORT, undefined, bench.options)).commit, MAIN);
    assert.equal(bench.warnings.length, 1);
    assert.match(bench.warnings[0], /^cannot write to the cache folder .*; using the copy of .* aaaaaaaa$/);
  });
});

test('what is not there is an error that names the folder', SKIP, async (t) => {
  const bench = await filled(t);
  bench.repos['a/other'] = { refs: { main: MAIN }, commits: { [MAIN]: modelFiles() } };
  await whileReadOnly(bench, async () => {
    await assert.rejects(resolveModel('a/other', undefined, bench.options), (error: LlmgeoError) => {
      assert.match(error.message, /^cannot write to the cache folder .*EACCES/);
      assert.match(error.hint, /HF_HUB_CACHE/);
      return error instanceof LlmgeoError && error.exitCode === 1;
    });
  });
});

test('a file where .no_exist, .locks or refs should be is no more in the way than permissions', async (t) => {
  const bench = await filled(t, withoutTokenizer());
  await rm(join(bench.folder, 'refs'), { recursive: true });
  const inTheWay = [join(bench.folder, '.no_exist'), join(bench.folder, 'refs'), join(bench.cache, '.locks')];
  for (const path of inTheWay) await writeFile(path, 'x');
  assert.equal((await resolveModel(SHORT, undefined, bench.options)).commit, MAIN);
  for (const path of inTheWay) assert.equal(await readFile(path, 'utf8'), 'x');
});

test('a cache that is not there is no error of the file system when offline', async (t) => {
  const bench = await openBench(t);
  const env = { ...bench.env, HF_HUB_CACHE: join(bench.cache, 'a', 'b'), HF_HUB_OFFLINE: '1' };
  await assert.rejects(resolveModel(SHORT, undefined, { env }), /is not in the cache$/);
});
