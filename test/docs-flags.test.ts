/** README and docs/ name every flag that there is, and none that there is not. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { buildProgram } from '../src/commands/program.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const pages = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)];
const program = await buildProgram(() => true, '1.2.3');

function flagsOf(command: Command): string[] {
  const own = command.options
    .flatMap(({ short, long }) => [short, long])
    .filter((flag) => flag !== undefined);
  return [...own, ...command.commands.flatMap(flagsOf)];
}

const flags = new Set([...flagsOf(program), '-h', '--help']);

/** What looks like a flag in a page, but for the lines that call another program. */
function flagsIn(page: string): string[] {
  const lines = readFileSync(join(ROOT, page), 'utf8').split('\n');
  const ours = lines.filter((line) => !/^ *(node bench\/|npm )/.test(line)).join('\n');
  return Array.from(ours.matchAll(/(?<=^|[\s`(])--?[a-zV][a-z-]*/gm), ([flag]) => flag);
}

const named = new Map(pages.map((page) => [page, flagsIn(page)]));

for (const [page, mentioned] of named)
  test(`${page} names no flag that does not exist`, () => {
    assert.deepEqual(
      mentioned.filter((flag) => flag.startsWith('--') && !flags.has(flag)),
      [],
    );
  });

test('every flag is named in README or docs/', () => {
  const all = new Set([...named.values()].flat());
  assert.ok(flags.size > 50, `only ${flags.size} flags`);
  assert.deepEqual(
    [...flags].filter((flag) => !all.has(flag)),
    [],
  );
});
