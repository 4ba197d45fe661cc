import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { LlmgeoError } from '../src/errors.ts';
import { blobHash, resolveDataset, resolveModel } from '../src/hub/resolve.ts';
import { type Bench, listFolder, MAIN, openBench, REPO } from './support/hub-bench.ts';
import { commitOf, type HubFile, modelFiles, noise, oidOf } from './support/hub-content.ts';
import { hhRlhfRepo } from './support/hub-datasets.ts';

const SHORT = 'pythia-70m';

test('offline, a complete model is used and a lacking one names the command that fetches it', async (t) => {
  const bench = await openBench(t);
  await resolveModel(SHORT, undefined, bench.options);
  bench.hub.requests.length = 0;
  const env = { ...bench.env, HF_HUB_OFFLINE: 'on' };
  const { commit } = await resolveModel(SHORT, undefined, { env });
  assert.equal(commit, MAIN);
  await resolveModel(SHORT, undefined, { env: bench.env, offline: true });
  await assert.rejects(resolveModel(SHORT, 'step8', { env }), (error: LlmgeoError) => {
    assert.equal(error.message, 'EleutherAI/pythia-70m at revision "step8" is not in the cache');
    assert.match(error.hint, /llmgeo models pull EleutherAI\/pythia-70m --revision step8$/);
    return error instanceof LlmgeoError && error.exitCode === 1;
  });
  await rm(join(bench.folder, 'snapshots', MAIN, 'model.safetensors'));
  await assert.rejects(
    resolveModel(SHORT, undefined, { env }),
    /is not in the cache: model\.safetensors missing/,
  );
  assert.deepEqual(bench.hub.requests, []);
});

test('a hub that does not answer is replaced by the copy in the cache, at once', async (t) => {
  const bench = await openBench(t);
  await resolveModel(SHORT, undefined, bench.options);
  await bench.hub.close();
  const { commit } = await resolveModel(SHORT, undefined, bench.options);
  assert.equal(commit, MAIN);
  assert.equal(bench.warnings.length, 1);
  assert.match(
    bench.warnings[0],
    /no usable answer .* using the copy of EleutherAI\/pythia-70m in the cache, commit aaaaaaaa/,
  );
});

test('a branch that moved is followed; the older commit stays', async (t) => {
  const bench = await openBench(t);
  await resolveModel(SHORT, undefined, bench.options);
  const next = commitOf('b');
  const weights = { content: noise(1000, 7), lfs: true };
  bench.repos[REPO].refs.main = next;
  bench.repos[REPO].commits[next] = { ...bench.files, 'model.safetensors': weights };
  bench.hub.requests.length = 0;
  const { folder } = await resolveModel(SHORT, undefined, bench.options);
  assert.equal(folder, join(bench.folder, 'snapshots', next));
  assert.deepEqual(await readFile(join(folder, 'model.safetensors')), weights.content);
  assert.equal(await readFile(join(bench.folder, 'refs', 'main'), 'utf8'), next);
  // Files that did not change are blobs already.
  assert.deepEqual(
    bench.hub.requests.filter((line) => line.includes('GET')),
    [`GET /${REPO}/resolve/${next}/model.safetensors`, `store GET /blob/${oidOf(weights)}`],
  );
  await resolveModel(SHORT, MAIN, { ...bench.options, offline: true });
});

test('revisions may have slashes', async (t) => {
  const bench = await openBench(t);
  bench.repos[REPO].refs['refs/pr/1'] = MAIN;
  await resolveModel(SHORT, 'refs/pr/1', bench.options);
  assert.equal(await readFile(join(bench.folder, 'refs/refs/pr/1'), 'utf8'), MAIN);
});

test('a revision that could not be written leaves nothing among the revisions', async (t) => {
  const bench = await openBench(t);
  // A folder in the way ends the writing where a killed process would: between the bytes and the name.
  await mkdir(join(bench.folder, 'refs', 'main', 'in-the-way'), { recursive: true });
  await assert.rejects(resolveModel(SHORT, undefined, bench.options), { syscall: 'rename' });
  assert.deepEqual(await readdir(join(bench.folder, 'refs')), ['main']);
});

test('a sharded model: index and the shards it names', async (t) => {
  const shards: Record<string, HubFile> = {
    'model-00001-of-00002.safetensors': { content: noise(50_000, 2), lfs: true },
    'model-00002-of-00002.safetensors': { content: noise(50_000, 3), lfs: true },
  };
  const names = Object.keys(shards);
  const index = JSON.stringify({ weight_map: { a: names[0], b: names[1], c: names[0] } });
  const { 'model.safetensors': _, ...rest } = modelFiles();
  const bench = await openBench(t, {
    ...rest,
    ...shards,
    'model.safetensors.index.json': { content: Buffer.from(index) },
  });
  const { folder } = await resolveModel(SHORT, undefined, bench.options);
  for (const name of names) assert.deepEqual(await readFile(join(folder, name)), shards[name].content);
  const listing = await listFolder(bench.folder);
  assert.equal(listing[`snapshots/${MAIN}/${names[1]}`], `-> ../../blobs/${oidOf(shards[names[1]])}`);
  assert.equal(listing[`.no_exist/${MAIN}/model.safetensors`], '');
  await rm(join(folder, names[1]));
  await assert.rejects(
    resolveModel(SHORT, undefined, { ...bench.options, offline: true }),
    /: model-00002-of-00002\.safetensors missing/,
  );
});

test('a repository without tokenizer files is complete without them', async (t) => {
  const { 'tokenizer.json': _, 'tokenizer_config.json': __, ...files } = modelFiles();
  const bench = await openBench(t, files);
  const { folder } = await resolveModel(SHORT, undefined, bench.options);
  assert.deepEqual((await readdir(folder)).sort(), ['config.json', 'model.safetensors']);
  bench.hub.requests.length = 0;
  await resolveModel(SHORT, MAIN, bench.options);
  assert.deepEqual(bench.hub.requests, [], 'their absence is remembered');
});

test('where symbolic links are not possible, the snapshot holds the files themselves', async (t) => {
  const bench = await openBench(t);
  const options = { ...bench.options, env: { ...bench.env, HF_HUB_DISABLE_SYMLINKS: '1' } };
  const { folder } = await resolveModel(SHORT, undefined, options);
  assert.deepEqual(await readdir(join(bench.folder, 'blobs')), []);
  assert.deepEqual(
    await readFile(join(folder, 'model.safetensors')),
    bench.files['model.safetensors'].content,
  );
  assert.equal(await blobHash(join(folder, 'model.safetensors')), null);
  await resolveModel(SHORT, undefined, { ...options, offline: true });
});

test('an interrupted download keeps what has arrived and goes on from there', async (t) => {
  const bench = await openBench(t);
  bench.files['model.safetensors'].slow = 5;
  const controller = new AbortController();
  const reason = new Error('Ctrl-C');
  const onProgress = ({ file, received, total }: { file: string; received: number; total: number }) => {
    if (file !== 'model.safetensors') return;
    assert.equal(total, 300_000);
    if (received > 100_000) controller.abort(reason);
  };
  await assert.rejects(
    resolveModel(SHORT, undefined, { ...bench.options, onProgress, signal: controller.signal }),
    reason,
  );
  const blob = join(bench.folder, 'blobs', oidOf(bench.files['model.safetensors']));
  const { size } = await stat(`${blob}.incomplete`);
  assert.ok(size > 100_000 && size < 300_000);
  await assert.rejects(stat(blob));
  await resolveModel(SHORT, undefined, bench.options);
  assert.equal(
    bench.hub.requests.at(-1),
    `store GET /blob/${oidOf(bench.files['model.safetensors'])} bytes=${size}-`,
  );
  assert.deepEqual(await readdir(join(bench.cache, '.locks', 'models--EleutherAI--pythia-70m')), []);
});

test('a link to a blob that was deleted is mended', async (t) => {
  const bench = await openBench(t);
  const { folder } = await resolveModel(SHORT, undefined, bench.options);
  await rm(join(bench.folder, 'blobs', oidOf(bench.files['model.safetensors'])));
  await resolveModel(SHORT, undefined, bench.options);
  assert.deepEqual(
    await readFile(join(folder, 'model.safetensors')),
    bench.files['model.safetensors'].content,
  );
});

test('blobHash is the sha256 in the name of the blob, and null for other files', async (t) => {
  const bench = await openBench(t);
  const { folder } = await resolveModel(SHORT, undefined, bench.options);
  assert.equal(await blobHash(join(folder, 'model.safetensors')), oidOf(bench.files['model.safetensors']));
  assert.equal(await blobHash(join(folder, 'config.json')), null, 'a sha1 of git is no sha256');
  const other = join(await mkdtemp(join(bench.cache, 'x-')), 'link');
  await symlink(`somewhere/${'0'.repeat(64)}`, other);
  assert.equal(await blobHash(other), null);
});

function addHhRlhf({ repos }: Bench): (part: string) => HubFile {
  const files = new Map<string, HubFile>();
  const fileOf = (part: string) => {
    const file = files.get(part) ?? { content: noise(5000, files.size), lfs: true };
    files.set(part, file);
    return file;
  };
  repos['datasets/Anthropic/hh-rlhf'] = hhRlhfRepo(fileOf, MAIN);
  return fileOf;
}

test('hh-rlhf is downloaded once, all four parts in the order of Fig 1', async (t) => {
  const bench = await openBench(t);
  const fileOf = addHhRlhf(bench);
  const { files, ...resolved } = await resolveDataset('hh-rlhf', bench.options);
  const folder = join(bench.cache, 'datasets--Anthropic--hh-rlhf');
  const parts = ['harmless-base', 'helpful-base', 'helpful-online', 'helpful-rejection-sampled'];
  assert.deepEqual(resolved, { name: 'hh-rlhf', repo: 'Anthropic/hh-rlhf', commit: MAIN });
  for (const [i, part] of parts.entries()) {
    const name = `${part}/test.jsonl.gz`;
    assert.deepEqual(files[i], { path: join(folder, 'snapshots', MAIN, name), name, field: 'chosen' });
    assert.deepEqual(await readFile(files[i].path), fileOf(part).content);
    assert.equal(
      (await listFolder(folder))[`snapshots/${MAIN}/${name}`],
      `-> ../../../blobs/${oidOf(fileOf(part))}`,
    );
  }
  assert.equal(files.length, 4);
  await bench.hub.close();
  assert.deepEqual(await resolveDataset('hh-rlhf', bench.options), { ...resolved, files });
  assert.match(bench.warnings[0], /using the copy of hh-rlhf/);
});

test('one part of hh-rlhf comes alone, and is not the whole of it', async (t) => {
  const bench = await openBench(t);
  addHhRlhf(bench);
  const { name, files } = await resolveDataset('hh-rlhf/helpful-online', bench.options);
  assert.deepEqual(
    [name, files.map((file) => file.name)],
    ['hh-rlhf/helpful-online', ['helpful-online/test.jsonl.gz']],
  );
  assert.deepEqual(
    bench.hub.requests.filter((request) => /harmless|helpful-base|sampled/.test(request)),
    [],
  );
  const offline = { ...bench.options, offline: true };
  assert.deepEqual((await resolveDataset('hh-rlhf/helpful-online', offline)).files, files);
  await assert.rejects(resolveDataset('hh-rlhf', offline), /not in the cache/);
});

test('dolly is the context of its rows', async (t) => {
  const bench = await openBench(t);
  const file = { content: Buffer.from('{"context":""}\n{"context":"a"}\n') };
  bench.repos['datasets/databricks/databricks-dolly-15k'] = {
    refs: { main: MAIN },
    commits: { [MAIN]: { 'databricks-dolly-15k.jsonl': file } },
  };
  await assert.rejects(
    resolveDataset('dolly', { ...bench.options, offline: true }),
    ({ hint }: LlmgeoError) => /llmgeo models pull dolly$/.test(hint),
  );
  const { files } = await resolveDataset('dolly', bench.options);
  assert.deepEqual(
    files.map(({ path: _, ...rest }) => rest),
    [{ name: 'databricks-dolly-15k.jsonl', field: 'context', skipsEmpty: true }],
  );
});

test('a data set is a file, one that is known, or an error', async (t) => {
  const bench = await openBench(t);
  const file = join(bench.cache, 'local.jsonl');
  await writeFile(file, '');
  const expected = { name: 'local.jsonl', files: [{ path: file }] };
  assert.deepEqual(await resolveDataset(file, bench.options), expected);
  assert.deepEqual(await resolveDataset('~/local.jsonl', bench.options), expected);
  await assert.rejects(resolveDataset('hh-rlfh', bench.options), ({ message, hint }: LlmgeoError) =>
    /no such data set or file: "hh-rlfh".*did you mean hh-rlhf\?/s.test(`${message}\n${hint}`),
  );
  const offline = { ...bench.options, offline: true };
  await assert.rejects(resolveDataset('hh-rlhf', offline), (error: LlmgeoError) =>
    /llmgeo models pull hh-rlhf/.test(error.hint),
  );
});
