import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BIN, emptyFolder } from './support/cli.ts';

/** A clone as git leaves it, as far as the start of the program looks. */
function freshClone(): string {
  const folder = emptyFolder();
  for (const name of ['bin', 'src']) mkdirSync(join(folder, name));
  cpSync(BIN, join(folder, 'bin', 'llmgeo.js'));
  cpSync(fileURLToPath(new URL('../../package.json', import.meta.url)), join(folder, 'package.json'));
  return folder;
}

function start(folder: string): string {
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin', 'llmgeo.js'), 'infogain'], {
    encoding: 'utf8',
  });
  assert.equal(status, 1);
  return stderr;
}

test('a clone that is not installed or not built says which command is missing', () => {
  const folder = freshClone();
  assert.match(start(folder), /^llmgeo: error: .*not installed\n {2}run npm ci first\n$/);
  mkdirSync(join(folder, 'node_modules'));
  assert.match(start(folder), /^llmgeo: error: llmgeo is not built\n {2}run npm run build first\n$/);
});

test('an older Node is named, and what is needed', () => {
  const folder = freshClone();
  const file = join(folder, 'package.json');
  const engines = { node: '>=1000.2' };
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), engines }));
  assert.match(start(folder), /^llmgeo: error: llmgeo needs Node 1000\.2 or later, and this is v/);
});
