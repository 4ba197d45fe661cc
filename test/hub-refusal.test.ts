import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { LlmgeoError } from '../src/errors.ts';
import { resolveModel } from '../src/hub/resolve.ts';
import { type Bench, MAIN, openBench, REPO } from './support/hub-bench.ts';
import { modelFiles, oidOf } from './support/hub-content.ts';

/** Expects an error for the user, and gives it. */
async function refusalOf(promise: Promise<unknown>): Promise<LlmgeoError> {
  const error: unknown = await promise.then(
    () => assert.fail('no error'),
    (reason) => reason,
  );
  assert.ok(error instanceof LlmgeoError, String(error));
  return error;
}

/** What the hub's wrong answers look like to the user. */
const REFUSALS: {
  what: string;
  spec: string;
  revision?: string;
  message: RegExp;
  hint: RegExp;
  exit: number;
}[] = [
  {
    what: 'no such repository',
    spec: 'nobody/nothing',
    message: /^nobody\/nothing does not exist/,
    hint: /set HF_TOKEN/,
    exit: 2,
  },
  {
    what: 'no such revision',
    spec: 'pythia-70m',
    revision: 'step3',
    message: /^EleutherAI\/pythia-70m has no revision "step3"/,
    hint: /step1000/,
    exit: 2,
  },
  {
    what: 'gated',
    spec: 'a/gated',
    message: /^no access to a\/gated \(HTTP 403\)|gated/,
    hint: /set HF_TOKEN/,
    exit: 1,
  },
  {
    what: 'private',
    spec: 'a/private',
    message: /^a\/private does not exist .* or is private/,
    hint: /set HF_TOKEN/,
    exit: 2,
  },
  {
    what: 'not a model',
    spec: 'a/readme',
    message: /^a\/readme at commit aaaaaaaa has no config\.json$/,
    hint: /safetensors/,
    exit: 2,
  },
  {
    what: 'no weights',
    spec: 'a/config',
    message: /^a\/config at commit aaaaaaaa has no model\.safetensors$/,
    hint: /safetensors/,
    exit: 2,
  },
  {
    what: 'pickled weights only',
    spec: 'a/pickle',
    message: /has pytorch_model\.bin but no model\.safetensors: llmgeo reads safetensors/,
    hint: /save_pretrained/,
    exit: 2,
  },
];

function addRefusingRepos({ repos }: Bench): void {
  const { 'model.safetensors': _, 'pytorch_model.bin': pickle, ...rest } = modelFiles();
  const repo = (files = modelFiles()) => ({ refs: { main: MAIN }, commits: { [MAIN]: files } });
  repos['a/gated'] = { ...repo(), token: 'secret', gated: true };
  repos['a/private'] = { ...repo(), token: 'secret' };
  repos['a/readme'] = repo({ 'README.md': rest['README.md'] });
  repos['a/config'] = repo(rest);
  repos['a/pickle'] = repo({ ...rest, 'pytorch_model.bin': pickle });
}

test('each refusal of the hub names what is wrong and what to do', async (t) => {
  const bench = await openBench(t);
  addRefusingRepos(bench);
  for (const { spec, revision, message, hint, exit } of REFUSALS) {
    const error = await refusalOf(resolveModel(spec, revision, bench.options));
    assert.match(error.message, message);
    assert.match(error.hint, hint);
    assert.equal(error.exitCode, exit, spec);
  }
});

test('a token opens a private repository, and never reaches the store of blobs', async (t) => {
  const bench = await openBench(t);
  addRefusingRepos(bench);
  const env = { ...bench.env, HF_TOKEN: 'secret' };
  await resolveModel('a/private', undefined, { env });
  await resolveModel('a/gated', undefined, { env });
  assert.deepEqual(bench.hub.leaked, []);
  const wrong = await refusalOf(
    resolveModel('a/gated', undefined, {
      env: { ...env, HF_HUB_CACHE: join(bench.cache, 'b'), HF_TOKEN: 'old' },
    }),
  );
  assert.match(wrong.hint, /check that the token in HF_TOKEN/);
});

test('an expired address of the store is fetched anew from the hub', async (t) => {
  const bench = await openBench(t);
  bench.files['model.safetensors'].body = [{ status: 403 }];
  await resolveModel('pythia-70m', undefined, bench.options);
  assert.match(bench.warnings.join(), /HTTP 403 from 127\.0\.0\.1/);
});

test('no network: the error says how to do without', async (t) => {
  const bench = await openBench(t);
  await bench.hub.close();
  const error = await refusalOf(resolveModel('pythia-70m', undefined, bench.options));
  assert.match(error.message, /^no usable answer from 127\.0\.0\.1:\d+: .*ECONNREFUSED/);
  assert.match(error.hint, /--offline/);
  assert.equal(error.exitCode, 75);
  assert.equal(bench.warnings.length, 4);
});

test('a hub that is too busy for now, whatever it calls that, may be asked again', async (t) => {
  for (const status of [429, 500, 503, 522, 529]) {
    const bench = await openBench(t);
    bench.files['config.json'].head = Array.from({ length: 5 }, () => ({ status, retryAfter: '0' }));
    const error = await refusalOf(resolveModel('pythia-70m', undefined, bench.options));
    assert.match(error.message, new RegExp(`HTTP ${status}`));
    assert.equal(error.exitCode, 75);
    assert.equal(bench.warnings.length, 4);
  }
});

test('a caller without onWarning hears of a hub that does not answer', async (t) => {
  const bench = await openBench(t);
  await bench.hub.close();
  const heard: Error[] = [];
  const hear = (warning: Error) => void heard.push(warning);
  process.on('warning', hear);
  t.after(() => process.off('warning', hear));
  await refusalOf(resolveModel('pythia-70m', undefined, { env: bench.env }));
  assert.equal(heard.length, 4);
  assert.equal(heard[0].name, 'LlmgeoWarning');
  assert.match(heard[0].message, /^config\.json: .*ECONNREFUSED.*; trying again in 0\.\d s/);
});

test('a server that is no hub is told apart', async (t) => {
  const bench = await openBench(t);
  const files = { ...modelFiles() };
  bench.repos[REPO] = { refs: { main: 'not-a-commit' }, commits: { 'not-a-commit': files } };
  const error = await refusalOf(resolveModel('pythia-70m', undefined, bench.options));
  assert.match(error.message, /does not answer like the hub: no X-Repo-Commit/);
  assert.match(error.hint, /HF_ENDPOINT/);
});

test('a disk without room is found before the download', async (t) => {
  const bench = await openBench(t);
  bench.files['model.safetensors'].linkedSize = 1e17;
  const error = await refusalOf(resolveModel('pythia-70m', undefined, bench.options));
  assert.match(error.message, /^not enough room on the disk: 100000000\.00 GB wanted/);
  assert.match(error.hint, /HF_HUB_CACHE/);
  assert.equal(error.exitCode, 75);
});

test('a cache that cannot be written is named', async (t) => {
  const bench = await openBench(t);
  const file = join(bench.cache, 'file');
  await writeFile(file, '');
  const env = { ...bench.env, HF_HUB_CACHE: file };
  const error = await refusalOf(resolveModel('pythia-70m', undefined, { ...bench.options, env }));
  assert.match(error.message, /^cannot write to the cache folder .*file/);
  assert.equal(error.exitCode, 1);
});

test('nothing in an index or a revision can leave its folder', async (t) => {
  const bench = await openBench(t);
  delete bench.files['model.safetensors'];
  const outside = [
    '../../x.safetensors',
    '/x.safetensors',
    'a/../../x.safetensors',
    'deep/x.safetensors', // inside, but not where the loader of weights looks
    'C:\\x.safetensors',
    '',
    'x.bin',
  ];
  for (const [i, name] of outside.entries()) {
    const commit = String(i + 1).repeat(40);
    const index = { content: Buffer.from(JSON.stringify({ weight_map: { 'a.weight': name } })) };
    bench.repos[REPO].refs[`r${i}`] = commit;
    bench.repos[REPO].commits[commit] = { ...bench.files, 'model.safetensors.index.json': index };
    const error = await refusalOf(resolveModel('pythia-70m', `r${i}`, bench.options));
    assert.match(
      error.message,
      /index.json of .*: weight_map places tensor a.weight in .*, not in a safetensors file/,
      name,
    );
    assert.equal(error.exitCode, 2);
  }
  bench.hub.requests.length = 0;
  for (const revision of ['../../main', '/etc/passwd', 'a//b', '..', 'a\\b', 'main.lock', '-x', 'a b', '']) {
    assert.match(
      (await refusalOf(resolveModel('pythia-70m', revision, bench.options))).message,
      /^not a revision/,
    );
  }
  for (const repo of ['a/b/c', 'a/..', 'a--b/c', 'a/b.git', 'a b/c', 'a/']) {
    assert.match(
      (await refusalOf(resolveModel(repo, undefined, bench.options))).message,
      /^not a repository of the hub/,
    );
  }
  assert.deepEqual(bench.hub.requests, []);
});

test('a full disk in the middle is named', {
  skip: process.platform !== 'linux' && 'needs /dev/full',
}, async (t) => {
  const bench = await openBench(t);
  const incomplete = join(bench.folder, 'blobs', `${oidOf(bench.files['model.safetensors'])}.incomplete`);
  await mkdir(dirname(incomplete), { recursive: true });
  await symlink('/dev/full', incomplete);
  const error = await refusalOf(resolveModel('pythia-70m', undefined, bench.options));
  assert.match(error.message, /^the disk is full/);
  assert.match(error.hint, /HF_HUB_CACHE/);
  assert.equal(error.exitCode, 75);
});
