import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { readInput } from '../src/run/input.ts';
import { HELDOUT_FILE, heldoutDocuments, londonSentence } from '../src/text/defaults.ts';
import { LONDON_SENTENCE } from '../src/text/london.ts';
import { SILENT_RUN } from './support/silent-run.ts';

const models = dirname(HELDOUT_FILE);
const folders = [
  'nano-xs',
  'nano-s',
  'nano-m',
  'nano-l',
  'revisions/nano-s-step0',
  'revisions/nano-s-step64',
  'revisions/nano-s-step512',
];

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

test('the held-out documents and the embedded weights are the files that were measured', () => {
  const lines = readFileSync(join(models, 'sha256.txt'), 'utf8').trim().split('\n');
  const listed = new Map(lines.map((line) => line.split('  ').reverse() as [string, string]));
  for (const [path, hash] of listed) assert.equal(sha256(join(models, path)), hash, path);
  assert.ok(listed.has(basename(HELDOUT_FILE)));
  for (const folder of folders) assert.ok(listed.has(`${folder}/model.safetensors`), folder);
});

test('every embedded folder is whole by itself, with the same tokenizer', () => {
  for (const file of ['tokenizer.json', 'tokenizer_config.json']) {
    const hashes = new Set(folders.map((folder) => sha256(join(models, folder, file))));
    assert.equal(hashes.size, 1, file);
  }
  for (const folder of folders) {
    const config = JSON.parse(readFileSync(join(models, folder, 'config.json'), 'utf8'));
    assert.equal(config.model_type, 'gpt_neox', folder);
  }
});

test('the default texts say what they are, and are numbered from 0', async () => {
  const london = londonSentence();
  assert.deepEqual(london.texts, [{ index: 0, text: LONDON_SENTENCE }]);
  assert.match(london.source, /paper/);
  const heldout = await heldoutDocuments();
  assert.equal(heldout.texts.length, 64);
  assert.deepEqual(
    heldout.texts.map(({ index }) => index),
    Array.from({ length: 64 }, (_, index) => index),
  );
  assert.ok(heldout.texts.every(({ text }) => text !== undefined && text.length > 0));
  assert.equal(heldout.hash, sha256(HELDOUT_FILE));
  assert.notEqual(heldout.source, london.source);
});

const REQUEST = { texts: [], offline: true };

test('a run without texts reads the default, of which meta names source, hash and number', async () => {
  const london = await readInput(REQUEST, londonSentence(), SILENT_RUN);
  assert.deepEqual(london.texts, londonSentence().texts);
  assert.deepEqual(london.meta, {
    source: londonSentence().source,
    dataset: null,
    dataset_commit: null,
    file: null,
    file_sha256: null,
    field: null,
    limit: null,
    texts: 1,
  });
  const heldout = await heldoutDocuments();
  const { texts, meta } = await readInput({ ...REQUEST, limit: 3 }, heldout, SILENT_RUN);
  assert.deepEqual(texts, heldout.texts.slice(0, 3));
  assert.equal(heldout.texts.length, 64, 'the default itself stays whole');
  assert.deepEqual([meta.source, meta.file_sha256], [heldout.source, sha256(HELDOUT_FILE)]);
  assert.deepEqual([meta.limit, meta.texts], [3, 3]);
});

test('a limit beyond the default takes all of it, and given texts replace it', async () => {
  assert.equal(
    (await readInput({ ...REQUEST, limit: 100 }, await heldoutDocuments(), SILENT_RUN)).meta.texts,
    64,
  );
  const { texts, meta } = await readInput(
    { ...REQUEST, texts: ['One.', 'Two.'] },
    londonSentence(),
    SILENT_RUN,
  );
  assert.deepEqual(texts, [
    { index: 0, text: 'One.' },
    { index: 1, text: 'Two.' },
  ]);
  assert.equal(meta.source, 'arguments');
});

test('a field without a file is refused, though there is a default', async () => {
  await assert.rejects(readInput({ ...REQUEST, field: 'text' }, londonSentence(), SILENT_RUN), InputError);
});
