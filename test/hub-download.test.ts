import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { LlmgeoError } from '../src/errors.ts';
import { resolveModel } from '../src/hub/resolve.ts';
import { type Bench, listFolder, MAIN, openBench, REPO } from './support/hub-bench.ts';
import { commitOf, type Fault, oidOf } from './support/hub-content.ts';

const SHORT = 'pythia-70m';

function weightsOf(bench: Bench): Promise<Buffer> {
  return readFile(join(bench.folder, 'snapshots', MAIN, 'model.safetensors'));
}

async function assertWhole(bench: Bench): Promise<void> {
  assert.deepEqual(await weightsOf(bench), bench.files['model.safetensors'].content);
  const blobs = await readdir(join(bench.folder, 'blobs'));
  assert.deepEqual(
    blobs.filter((name) => name.includes('incomplete')),
    [],
  );
  assert.deepEqual(bench.hub.leaked, []);
}

function bodyRequests(bench: Bench): string[] {
  return bench.hub.requests.filter((line) => line.startsWith('store GET'));
}

test('a download has the layout of huggingface_hub and holds the needed files only', async (t) => {
  const bench = await openBench(t);
  const resolved = await resolveModel(SHORT, undefined, bench.options);
  assert.deepEqual(resolved, {
    name: SHORT,
    revision: 'main',
    folder: join(bench.folder, 'snapshots', MAIN),
    source: 'hub',
    repo: REPO,
    commit: MAIN,
  });
  const expected: Record<string, string> = { 'refs/main': MAIN };
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors']) {
    const file = bench.files[name];
    expected[`blobs/${oidOf(file)}`] = file.content.toString('latin1');
    expected[`snapshots/${MAIN}/${name}`] = `-> ../../blobs/${oidOf(file)}`;
  }
  for (const absent of ['special_tokens_map.json', 'added_tokens.json'])
    expected[`.no_exist/${MAIN}/${absent}`] = '';
  assert.deepEqual(await listFolder(bench.folder), expected);
  assert.deepEqual(bench.warnings, []);
});

test('a second use asks for the commit once and downloads nothing', async (t) => {
  const bench = await openBench(t);
  await resolveModel(SHORT, undefined, bench.options);
  bench.hub.requests.length = 0;
  await resolveModel(SHORT, undefined, bench.options);
  assert.deepEqual(bench.hub.requests, [
    `HEAD /${REPO}/resolve/main/config.json`,
    `HEAD /api/resolve-cache/models/${REPO}/${MAIN}/config.json`,
  ]);
  bench.hub.requests.length = 0;
  await resolveModel(SHORT, MAIN, bench.options);
  assert.deepEqual(bench.hub.requests, [], 'a full commit in the cache needs no network');
});

test('a cut body is continued where it stopped', async (t) => {
  const bench = await openBench(t);
  bench.files['model.safetensors'].body = [{ cut: 100_000 }, { cut: 50_000 }];
  await resolveModel(SHORT, undefined, bench.options);
  await assertWhole(bench);
  const ranges = bodyRequests(bench).map((line) => / bytes=(\d+)-/.exec(line)?.[1]);
  assert.deepEqual([ranges.length, ranges[0]], [3, undefined]);
  assert.ok(Number(ranges[1]) > 0 && Number(ranges[2]) > Number(ranges[1]), String(ranges));
});

test('many cuts are survived as long as each attempt brings something', async (t) => {
  const bench = await openBench(t);
  bench.files['model.safetensors'].body = Array.from({ length: 8 }, () => ({ cut: 30_000 }));
  await resolveModel(SHORT, undefined, bench.options);
  await assertWhole(bench);
});

test('a stall is a cut', { timeout: 10_000 }, async (t) => {
  const bench = await openBench(t);
  bench.files['model.safetensors'].body = [{ stall: 65_536 }, { stall: 0 }];
  await resolveModel(SHORT, undefined, bench.options);
  await assertWhole(bench);
  assert.match(bench.warnings.join('\n'), /no byte for 0\.3 s/);
});

test('a slow body that keeps coming is no stall', async (t) => {
  const bench = await openBench(t);
  bench.files['model.safetensors'].slow = 40; // 19 pieces: 0.8 s in all
  await resolveModel(SHORT, undefined, bench.options);
  await assertWhole(bench);
  assert.deepEqual(bench.warnings, []);
});

test('a server that ignores Range makes it start at zero', async (t) => {
  const bench = await openBench(t);
  Object.assign(bench.files['model.safetensors'], { ignoresRange: true, body: [{ cut: 100_000 }] });
  await resolveModel(SHORT, undefined, bench.options);
  await assertWhole(bench);
});

test('a server that ignores Range and always cuts at the same place is given up', async (t) => {
  const bench = await openBench(t);
  const body = Array.from({ length: 50 }, () => ({ cut: 100_000 }));
  Object.assign(bench.files['model.safetensors'], { ignoresRange: true, body });
  await assert.rejects(resolveModel(SHORT, undefined, bench.options), /no usable answer/);
  // How much of a cut body arrives varies a little, so now and then an attempt brings something after all.
  assert.ok(bodyRequests(bench).length < 20, String(bodyRequests(bench).length));
});

test('busy servers are asked again, after the time they name', async (t) => {
  const bench = await openBench(t);
  bench.files['config.json'].head = [{ status: 503 }, { status: 500 }];
  bench.files['model.safetensors'].body = [{ status: 429, retryAfter: '0.2' }, { status: 500 }];
  const start = performance.now();
  await resolveModel(SHORT, undefined, bench.options);
  await assertWhole(bench);
  assert.ok(performance.now() - start >= 200);
  assert.match(bench.warnings.join('\n'), /model\.safetensors: HTTP 429; trying again in 0\.2 s/);
});

test('a wrong body is thrown away and fetched anew, from the start', async (t) => {
  const bench = await openBench(t);
  bench.files['model.safetensors'].body = [{ wrong: true }];
  bench.files['config.json'].body = [{ wrong: true }];
  await resolveModel(SHORT, undefined, bench.options);
  await assertWhole(bench);
  assert.ok(bodyRequests(bench).every((line) => !line.includes('bytes=')));
  assert.equal(bodyRequests(bench).length, 2);
});

test('a body that is wrong twice is an error, and nothing of it stays', async (t) => {
  const bench = await openBench(t);
  bench.files['model.safetensors'].alwaysWrong = true;
  await assert.rejects(resolveModel(SHORT, undefined, bench.options), (error: Error) => {
    assert.ok(error instanceof LlmgeoError && error.exitCode === 1);
    assert.match(
      error.message,
      /^model\.safetensors of EleutherAI\/pythia-70m arrived wrong twice: wrong hash/,
    );
    return true;
  });
  const names = Object.keys(await listFolder(bench.folder));
  assert.deepEqual(
    names.filter((name) => name.includes('model') || /blobs\/\w{64}/.test(name)),
    [],
  );
  assert.ok(!names.includes('refs/main'), 'a revision never points to less than a whole model');
});

for (const difference of [-1000, 1000]) {
  test(`an announced size that is off by ${difference} is an error`, async (t) => {
    const bench = await openBench(t);
    bench.files['model.safetensors'].linkedSize = 300_000 + difference;
    await assert.rejects(
      resolveModel(SHORT, undefined, bench.options),
      /arrived wrong twice: the server sends 300000 bytes/,
    );
    assert.equal(bodyRequests(bench).length, 2);
  });
}

test('what an earlier run left is continued; what is too long, wrong or whole is dealt with', async (t) => {
  const lefts: [string, (whole: Buffer) => Buffer, number][] = [
    ['a beginning', (whole) => whole.subarray(0, 200_000), 1],
    ['too long', (whole) => Buffer.concat([whole, whole]), 1],
    ['a wrong beginning', (whole) => Buffer.alloc(200_000, whole[0]), 2],
    ['all of it', (whole) => whole, 0],
    ['as long and wrong', (whole) => Buffer.alloc(whole.length), 1],
  ];
  for (const [what, left, bodies] of lefts) {
    await t.test(what, async (t) => {
      const bench = await openBench(t);
      const weights = bench.files['model.safetensors'];
      await mkdir(join(bench.folder, 'blobs'), { recursive: true });
      await writeFile(join(bench.folder, 'blobs', `${oidOf(weights)}.incomplete`), left(weights.content));
      await resolveModel(SHORT, undefined, bench.options);
      await assertWhole(bench);
      assert.equal(bodyRequests(bench).length, bodies);
    });
  }
});

test('a leftover that is too long does not use up the second try', async (t) => {
  const bench = await openBench(t);
  const weights = bench.files['model.safetensors'];
  weights.body = [{ wrong: true }];
  await mkdir(join(bench.folder, 'blobs'), { recursive: true });
  await writeFile(
    join(bench.folder, 'blobs', `${oidOf(weights)}.incomplete`),
    Buffer.alloc(weights.content.length + 1),
  );
  await resolveModel(SHORT, undefined, bench.options);
  await assertWhole(bench);
});

const NOT_THE_HUB: [string, Fault][] = [
  ['a bare 404', { status: 404 }],
  ['a 404 with a commit alone', { status: 404, commit: MAIN }],
  ['a 404 with a code that is not about the file', { status: 404, code: 'Other' }],
  ['a 404 about another commit', { status: 404, code: 'EntryNotFound', commit: commitOf('b') }],
];

test('a 404 that is not the word of the hub is an error, and not remembered', async (t) => {
  for (const [what, fault] of NOT_THE_HUB) {
    await t.test(what, async (t) => {
      const bench = await openBench(t);
      bench.files['tokenizer.json'].head = [fault];
      await assert.rejects(resolveModel(SHORT, undefined, bench.options), (error: LlmgeoError) => {
        assert.match(error.message, /does not answer like the hub: .*tokenizer\.json/);
        assert.match(error.hint, /HF_ENDPOINT/);
        return error instanceof LlmgeoError && error.exitCode === 1;
      });
      const names = Object.keys(await listFolder(bench.folder));
      assert.deepEqual(
        names.filter((name) => name.startsWith('.no_exist')),
        [],
      );
      const { folder } = await resolveModel(SHORT, undefined, bench.options);
      assert.deepEqual(await readFile(join(folder, 'tokenizer.json')), bench.files['tokenizer.json'].content);
    });
  }
});

test('a 404 about the file that names no commit is the word of the hub all the same', async (t) => {
  const bench = await openBench(t);
  bench.files['tokenizer.json'].head = [{ status: 404, code: 'EntryNotFound' }];
  const { folder } = await resolveModel(SHORT, undefined, bench.options);
  await assert.rejects(readFile(join(folder, 'tokenizer.json')), { code: 'ENOENT' });
  assert.equal(await readFile(join(bench.folder, '.no_exist', MAIN, 'tokenizer.json'), 'utf8'), '');
  bench.files['config.json'].head = [{ status: 404, code: 'EntryNotFound' }];
  const options = { ...bench.options, env: { ...bench.env, HF_HUB_CACHE: join(bench.cache, 'b') } };
  await assert.rejects(resolveModel(SHORT, undefined, options), (error: LlmgeoError) => {
    assert.equal(error.message, 'EleutherAI/pythia-70m has no config.json at revision "main"');
    return error.exitCode === 2;
  });
});

test('a complete copy stands in where something else answers for the hub', async (t) => {
  const bench = await openBench(t);
  await resolveModel(SHORT, undefined, bench.options);
  bench.files['config.json'].head = [{ status: 404 }];
  assert.equal((await resolveModel(SHORT, undefined, bench.options)).commit, MAIN);
  assert.match(bench.warnings.join(), /does not answer like the hub: .*; using the copy of/);
});

test('a file whose ETag is no hash is refused before a byte of it is fetched', async (t) => {
  for (const file of ['config.json', 'model.safetensors']) {
    for (const etag of ['0123456789abcdef0123456789abcdef', '../../x', 'A'.repeat(64), 'a'.repeat(41)]) {
      const bench = await openBench(t);
      bench.files[file].etag = etag;
      await assert.rejects(resolveModel(SHORT, undefined, bench.options), (error: LlmgeoError) => {
        assert.ok(
          error.message.endsWith(`the ETag of ${file} is no sha256 or sha1: "${etag}"`),
          error.message,
        );
        assert.match(error.hint, /HF_ENDPOINT/);
        return error instanceof LlmgeoError && error.exitCode === 1;
      });
      assert.deepEqual(
        bench.hub.requests.filter((line) => line.includes('GET') && line.endsWith(`/${file}`)),
        [],
      );
      await assert.rejects(readFile(join(bench.folder, 'snapshots', MAIN, file)), { code: 'ENOENT' });
    }
  }
});
