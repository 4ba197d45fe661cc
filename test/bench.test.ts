import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../bench/', import.meta.url));
const scripts = readdirSync(FOLDER).filter(
  (name) =>
    name.endsWith('.mjs') && readFileSync(join(FOLDER, name), 'utf8').includes('readArguments(import'),
);

function bench(...args: string[]) {
  return spawnSync(process.execPath, args, { encoding: 'utf8', cwd: FOLDER });
}

test('every benchmark says how it is called, and what is wrong in a line', () => {
  assert.ok(scripts.length >= 5, String(scripts));
  for (const script of scripts) {
    const help = bench(script, '--help');
    assert.equal(help.status, 0, help.stderr);
    assert.match(help.stdout, new RegExp(`node bench/${script}`));
    const wrong = bench(script, '--nonsense');
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /'--nonsense'/);
    assert.doesNotMatch(wrong.stderr, /^ +at /m);
  }
});

test('a Python that is not there is named before anything is measured', () => {
  for (const args of [['distance.mjs'], ['lasso.mjs'], ['compare.mjs', '../models/nano-xs']]) {
    const { status, stderr } = bench(...args, '--python', 'nopython');
    assert.equal(status, 1);
    assert.match(stderr, /^--python nopython cannot be started: .*\n$/);
  }
});
