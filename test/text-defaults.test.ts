import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { HELDOUT_FILE } from '../src/text/defaults.ts';

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
