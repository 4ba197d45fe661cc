import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { manPage } from '../src/commands/man-page.ts';
import { buildProgram } from '../src/commands/program.ts';
import { emptyFolder } from './support/cli.ts';

const page = await manPage();

test('the man page has every command and every flag, and nothing of the answers to shells', async () => {
  const plain = page.replaceAll('\\-', '-');
  const program = await buildProgram(() => true, '1.2.3');
  for (const command of program.commands.filter((verb) => verb.name() !== 'complete')) {
    assert.ok(plain.includes(`.SS "llmgeo ${command.name()} `), command.name());
    for (const { flags } of command.options) assert.ok(plain.includes(`.TP\n\\fB${flags}\\fR\n`), flags);
  }
  assert.doesNotMatch(plain, /llmgeo complete /);
});

const skip = spawnSync('man', ['--version']).status === 0 ? false : 'no man here';

test('man shows it at 80 and at 40 columns without a warning', { skip }, () => {
  const file = join(emptyFolder(), 'llmgeo.1');
  writeFileSync(file, page);
  for (const MANWIDTH of ['80', '40']) {
    const env = { ...process.env, MANWIDTH, LC_ALL: 'C.UTF-8' };
    const { stdout, stderr } = spawnSync('man', ['-l', '--warnings', file], { encoding: 'utf8', env });
    assert.equal(stderr, '');
    assert.match(stdout, /llmgeo infogain/);
  }
});
