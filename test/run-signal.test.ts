import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { emptyFolder, startLlmgeo } from './support/cli.ts';
import { runHere } from './support/run-here.ts';

/** Each of its twelve documents is a call of its own. */
const LONG = [
  'entropy',
  '--model',
  'nano-l',
  '--limit',
  '12',
  '--max-tokens',
  '400',
  '--threads',
  '1',
  '--quiet',
];

function callsIn(run: string): number {
  const logs = join(run, 'records');
  if (!existsSync(logs)) return 0;
  const text = readdirSync(logs)
    .map((name) => readFileSync(join(logs, name), 'latin1'))
    .join('');
  return text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.includes('/call/')).length;
}

/** Signals a run of which a call is done, and tells how many calls were kept at the signal and at the end. */
async function signalled(signal: NodeJS.Signals) {
  const run = join(emptyFolder(), 'run');
  const child = startLlmgeo([...LONG, '--run', run]);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (piece) => {
    stderr += piece;
  });
  child.stdout.resume();
  while (callsIn(run) === 0) {
    assert.equal(child.exitCode, null, stderr);
    await delay(5);
  }
  const before = callsIn(run);
  child.kill(signal);
  const [status] = await once(child, 'close');
  return { status, stderr, before, after: callsIn(run) };
}

const WORDS = 'llmgeo: error: interrupted\n  the same command goes on where it stopped\n';

test('SIGTERM lets the call under way become safe, and the run ends with 143', async () => {
  const { status, stderr, before, after } = await signalled('SIGTERM');
  assert.deepEqual({ status, stderr }, { status: 143, stderr: WORDS });
  assert.ok(after > before && after < 12, `${before} calls were kept at the signal, ${after} at the end`);
});

test('SIGINT ends a run with 130, with all calls that were kept', async () => {
  const { status, stderr, before, after } = await signalled('SIGINT');
  assert.deepEqual({ status, stderr }, { status: 130, stderr: WORDS });
  assert.ok(after >= before && after < 12, `${before} calls were kept at the signal, ${after} at the end`);
});

test('a wrong option of a run ends with 2, before anything is made', async () => {
  const run = join(emptyFolder(), 'run');
  const wrong: [args: string[], words: RegExp][] = [
    [['--run', run, '--shard', '9/3'], /--shard "9\/3" is no share of a run/],
    [['--shard', '1/3'], /--shard 1\/3 without --run/],
    [
      ['--run', run, '--shard', '1/3', '-o', 'x.csv'],
      /-o with shard 1 of 3 \(--shard\): a share of a run prints nothing/,
    ],
    [['--run', run, '--print', 'lsf'], /--print/],
    [['--run', join(run, 'deep')], /the folder it would lie in does not exist/],
  ];
  for (const [args, words] of wrong) {
    const { status, stderr } = await runHere(['entropy', 'One two.', '--model', 'nano-xs', ...args]);
    assert.equal(status, 2, args.join(' '));
    assert.match(stderr, words);
  }
  assert.ok(!existsSync(run));
});
