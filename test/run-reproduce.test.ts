import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { emptyFolder, startLlmgeo } from './support/cli.ts';

const ARGS = [
  'reproduce',
  '--model',
  'nano-xs',
  '--limit',
  '6',
  '--max-tokens',
  '40',
  '--control-seeds',
  '2',
  '--threads',
  '1',
  '--quiet',
];
const root = emptyFolder();
const at = (name: string) => join(root, name);

function started(args: string[]) {
  const child = startLlmgeo(args);
  let stderr = '';
  child.stdout.resume();
  child.stderr.setEncoding('utf8').on('data', (piece) => {
    stderr += piece;
  });
  return { child, ended: once(child, 'close').then(([status, signal]) => ({ status, signal, stderr })) };
}

async function succeeds(args: string[]): Promise<void> {
  assert.deepEqual(await started(args).ended, { status: 0, signal: null, stderr: '' }, args.join(' '));
}

/** Ends a process once the run has records of its second pass, and goes on with it in another. */
async function killedAndResumed(): Promise<void> {
  const { child, ended } = started([...ARGS, '--run', at('run'), '-o', at('unfinished')]);
  while (!recordsOf(at('run')).includes(' prompts/')) {
    assert.equal(child.exitCode, null);
    await delay(5);
  }
  child.kill('SIGKILL');
  assert.equal((await ended).signal, 'SIGKILL');
  await succeeds([...ARGS, '--run', at('run'), '-o', at('resumed')]);
}

function recordsOf(run: string): string {
  const logs = join(run, 'records');
  if (!existsSync(logs)) return '';
  return readdirSync(logs)
    .map((name) => readFileSync(join(logs, name), 'latin1'))
    .join('');
}

function sameReport(folder: string): void {
  const names = readdirSync(at('whole')).sort();
  assert.deepEqual(readdirSync(folder).sort(), names);
  assert.ok(names.length > 20);
  for (const name of names.filter((name) => name !== 'run.json'))
    assert.ok(
      readFileSync(join(folder, name)).equals(readFileSync(join(at('whole'), name))),
      `${folder}: ${name}`,
    );
}

test('reproduce goes on after kill -9, and merge makes the same report', async () => {
  await Promise.all([succeeds([...ARGS, '-o', at('whole')]), killedAndResumed()]);
  await succeeds(['merge', at('run'), '-o', at('merged'), '--quiet']);
  for (const name of ['resumed', 'merged']) sameReport(at(name));
  assert.deepEqual(readdirSync(at('run')).sort(), ['records', 'run.json']);
});
