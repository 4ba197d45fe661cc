import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { InputError } from '../src/errors.ts';
import { splitAlias } from '../src/hub/model-alias.ts';
import { modelLabels } from '../src/hub/model-labels.ts';
import { parseModelName } from '../src/hub/model-name.ts';
import { editDistance, nearestNames } from '../src/hub/nearest-names.ts';
import { defaultModel, knownBadRevision, pythiaNames, readRegistry } from '../src/hub/registry.ts';
import { resolveModel } from '../src/hub/resolve.ts';

const OFFLINE = { offline: true, env: { HF_HUB_CACHE: join(tmpdir(), 'llmgeo-no-such-cache') } };

async function hubName(spec: string): Promise<string> {
  const name = await parseModelName(spec, {});
  assert.equal(name.kind, 'hub', spec);
  return name.kind === 'hub' ? name.repoId : '';
}

test('short names of Pythia are repositories of EleutherAI', async () => {
  const names = [
    'pythia-14m',
    'pythia-1.4b',
    'pythia-12b',
    'pythia-410m-deduped',
    'pythia-160m-seed3',
    'pythia-70m-v0',
    'pythia-6.9b-deduped-v0',
  ];
  for (const name of names) assert.equal(await hubName(name), `EleutherAI/${name}`);
  assert.equal(await hubName('someone/pythia-9b'), 'someone/pythia-9b');
});

test('a slash at the end of a name, as completion leaves it, changes nothing', async () => {
  assert.equal((await resolveModel('nano-l/', undefined, OFFLINE)).name, 'nano-l');
  for (const spec of ['pythia-70m/', 'EleutherAI/pythia-70m/', 'EleutherAI/pythia-70m//'])
    assert.equal(await hubName(spec), 'EleutherAI/pythia-70m');
});

test('runs that were never made are refused, and what is like them is named', async () => {
  const wrong: [string, RegExp][] = [
    ['pythia-14m-deduped', /did you mean .*deduped/],
    ['pythia-1b-seed1', /did you mean/],
    ['pythia-160m-seed10', /pythia-160m-seed1/],
    ['pythia-1.4', /did you mean pythia-1\.4b/],
    ['Pythia-70M', /did you mean pythia-70m/],
    ['nano-x', /nano-xs/],
    ['gpt2', /org\/repo/],
    ['', /org\/repo/],
  ];
  for (const [spec, hint] of wrong) {
    await assert.rejects(resolveModel(spec, undefined, OFFLINE), (error: InputError) => {
      assert.ok(error instanceof InputError);
      assert.equal(error.message, `unknown model: "${spec}"`);
      return hint.test(error.hint);
    });
  }
});

test('every size has its runs', () => {
  assert.equal(readRegistry().pythia.sizes.length, 10);
  // 10 sizes; deduped, v0 and both for the 8 from 70m up; 9 seeds of the 5 up to 410m
  assert.equal(pythiaNames().length, 10 + 3 * 8 + 9 * 5);
});

test('what looks like a folder is never looked up on the hub', async () => {
  for (const spec of [
    '/no/such/folder',
    './pythia-70m',
    '../a/b',
    '~/pythia-70m',
    '.hidden',
    'C:\\models',
    'a\\b',
  ]) {
    await assert.rejects(resolveModel(spec, undefined, OFFLINE), (error: InputError) => {
      return error instanceof InputError && error.message === `no such folder: "${spec}"`;
    });
  }
});

test('an existing folder wins; its files and --revision are checked', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'llmgeo-name-'));
  const before = process.cwd();
  t.after(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });
  process.chdir(folder);
  mkdirSync('pythia-70m');
  await assert.rejects(
    resolveModel('pythia-70m', undefined, OFFLINE),
    /the folder "pythia-70m" has no config\.json, no model\.safetensors/,
  );
  writeFileSync('pythia-70m/config.json', '{}');
  writeFileSync('pythia-70m/model.safetensors', '');
  const resolved = await resolveModel('pythia-70m', undefined, OFFLINE);
  assert.deepEqual(resolved, {
    name: 'pythia-70m',
    revision: null,
    folder: join(process.cwd(), 'pythia-70m'),
    source: 'folder',
  });
  const home = await resolveModel('~/pythia-70m', undefined, {
    ...OFFLINE,
    env: { ...OFFLINE.env, HOME: process.cwd() },
  });
  assert.deepEqual([home.name, home.folder], ['pythia-70m', resolved.folder]);
  await assert.rejects(resolveModel('./pythia-70m', 'step0', OFFLINE), /--revision step0 with the folder/);
});

test('models are called by their name or folder, and by more of the path where that is not enough', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'llmgeo-labels-'));
  t.after(() => rmSync(root, { recursive: true }));
  for (const folder of ['a/model', 'b/model', 'nano-s', 'b/x y'])
    mkdirSync(join(root, folder), { recursive: true });
  const at = (folder: string) => join(root, folder);
  const namesOf = async (...values: string[]) => (await modelLabels(values)).map(({ name }) => name);
  assert.deepEqual(await namesOf(at('a/model'), 'pythia-70m', `${at('b/x y')}/`), [
    'model',
    'pythia-70m',
    'x y',
  ]);
  assert.deepEqual(await namesOf(at('a/model'), at('b/model')), ['a/model', 'b/model']);
  assert.deepEqual(await namesOf(at('nano-s'), 'nano-s'), [`${basename(root)}/nano-s`, 'nano-s']);
  assert.deepEqual(await namesOf('pythia-70m/', 'EleutherAI/pythia-14m/'), [
    'pythia-70m',
    'EleutherAI/pythia-14m',
  ]);
  assert.deepEqual(await modelLabels([`410m=${at('a/model')}`, at('b/model')]), [
    { name: '410m', aliasOf: 'a/model' },
    { name: 'b/model' },
  ]);
});

test('embedded models and their revisions', async () => {
  const main = await resolveModel('nano-l', undefined, OFFLINE);
  assert.deepEqual([main.name, main.revision, main.source], ['nano-l', 'main', 'embedded']);
  assert.ok(existsSync(join(main.folder, 'config.json')), main.folder);
  const early = await resolveModel('nano-s', 'step64', OFFLINE);
  assert.equal(early.revision, 'step64');
  assert.ok(existsSync(join(early.folder, 'model.safetensors')), early.folder);
  assert.equal((await resolveModel('nano-s')).revision, 'main');
  const hints: [string, string][] = [
    ['nano-l', 'it has main only; nano-s has early checkpoints'],
    ['nano-s', 'it has main, step0, step64, step512'],
  ];
  for (const [name, hint] of hints) {
    await assert.rejects(resolveModel(name, 'step65', OFFLINE), {
      message: `${name} has no revision "step65"`,
      hint,
    });
  }
});

test('the default model is an embedded one, as the registry says', () => {
  assert.equal(defaultModel(), 'nano-l');
  assert.ok(readRegistry().embedded.models.some(({ name }) => name === defaultModel()));
});

test('branches known to be wrong give a warning', async () => {
  assert.match(knownBadRevision('EleutherAI/pythia-2.8b', 'step0') ?? '', /end of training.*issue 205/);
  assert.match(knownBadRevision('EleutherAI/pythia-12b', 'step58000') ?? '', /first weight file.*issue 206/);
  for (const good of ['main', 'step143000', 'step66000'])
    assert.equal(knownBadRevision('EleutherAI/pythia-2.8b', good), null);
  assert.equal(knownBadRevision('EleutherAI/pythia-12b', 'step0'), null);
  assert.equal(knownBadRevision('EleutherAI/pythia-2.8b-deduped', 'step0'), null);
  // 86 branches in all, of which step143000 is what it says.
  const steps = [
    0,
    ...Array.from({ length: 10 }, (_, i) => 2 ** i),
    ...Array.from({ length: 143 }, (_, i) => 1000 * (i + 1)),
  ];
  assert.equal(steps.filter((step) => knownBadRevision('EleutherAI/pythia-2.8b', `step${step}`)).length, 85);
  const warnings: string[] = [];
  await assert.rejects(
    resolveModel('pythia-2.8b', 'step0', { ...OFFLINE, onWarning: (message) => warnings.push(message) }),
  );
  assert.equal(warnings.length, 1);
});

const FACTS = new URL('../../../shared/data/pythia.json', import.meta.url);
test('shapes are those of the shared facts', {
  skip: !existsSync(FACTS) && `no ${fileURLToPath(FACTS)}`,
}, () => {
  const { sizes } = JSON.parse(readFileSync(FACTS, 'utf8'));
  const shapes = readRegistry().pythia.sizes.map(({ parameters: _, ...shape }) => shape);
  assert.deepEqual(shapes, sizes);
  for (const { parameters, nonEmbeddingParameters, vocab, hidden } of readRegistry().pythia.sizes) {
    assert.equal(parameters, nonEmbeddingParameters + 2 * vocab * hidden);
  }
});

test('edit distance and nearest names', () => {
  assert.equal(editDistance('kitten', 'sitting'), 3);
  assert.equal(editDistance('', 'abc'), 3);
  assert.equal(editDistance('abc', 'abc'), 0);
  assert.deepEqual(nearestNames('pythia-71m', ['pythia-70m', 'pythia-14m', 'nano-s']), [
    'pythia-70m',
    'pythia-14m',
  ]);
  assert.deepEqual(nearestNames('gpt2', ['pythia-70m', 'nano-s']), []);
});

test("a name of one's own stands before any model, and a folder of the whole name comes first", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'llmgeo-alias-'));
  try {
    const whole = 'a=b';
    for (const name of ['plain', whole]) {
      mkdirSync(join(folder, name));
      for (const file of ['config.json', 'model.safetensors']) writeFileSync(join(folder, name, file), '{}');
    }
    const plain = await resolveModel(`410m=${join(folder, 'plain')}`, undefined, OFFLINE);
    const without = await resolveModel(join(folder, 'plain'), undefined, OFFLINE);
    assert.deepEqual(plain, { ...without, name: '410m', aliasOf: without.name });
    const short = await resolveModel('small one = nano-xs', 'main', OFFLINE);
    assert.deepEqual([short.name, short.aliasOf, short.source], ['small one', 'nano-xs', 'embedded']);
    assert.deepEqual(await splitAlias(join(folder, whole), {}), { spec: join(folder, whole) });
    const cwd = process.cwd();
    process.chdir(folder);
    try {
      assert.deepEqual(await splitAlias(whole, {}), { spec: whole });
      assert.deepEqual(await splitAlias(`x=${whole}`, {}), { alias: 'x', spec: whole });
    } finally {
      process.chdir(cwd);
    }
    assert.deepEqual(await splitAlias('./x=y', {}), { spec: './x=y' });
    for (const [value, missing] of [
      ['=nano-s', 'name before'],
      ['x=', 'model behind'],
    ])
      await assert.rejects(splitAlias(value, {}), { message: `"${value}" has no ${missing} its =` });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
