import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { batchFile } from '../src/commands/batch-file.ts';
import { exampleFolder, examplePath, REAL_LLMGEO, without } from './support/example-folder.ts';
import { runHere } from './support/run-here.ts';

/** What every example computes, as one process prints it. */
const COMMAND = ['entropy', '--model', 'nano-xs', '--limit', '12'];

const whole = runHere([...COMMAND, '--format', 'csv']);

async function assertSameBytes(folder: string): Promise<void> {
  const { status, stdout, stderr } = await whole;
  assert.equal(status, 0, stderr);
  assert.equal(stdout.split('\n').length, 14, 'a header and 12 texts');
  assert.equal(readFileSync(join(folder, 'entropy.csv'), 'utf8'), stdout);
}

const RUNS: [name: string, program: string, args: string[]][] = [
  ['parallel.sh', 'parallel', ['bash', 'parallel.sh']],
  ['Snakefile', 'snakemake', ['snakemake', '--cores', '2']],
  ['loop.sh', 'sh', ['sh', 'loop.sh']],
];

for (const [name, engine, [program, ...args]] of RUNS)
  test(`${name} gives the bytes of one process`, { skip: without(engine) }, async () => {
    const example = exampleFolder(examplePath(name), REAL_LLMGEO);
    const { status, stdout, stderr } = example.run(program, args);
    assert.equal(status, 0, stdout + stderr);
    await assertSameBytes(example.folder);
  });

test('what is printed stands among the examples', () => {
  const args = [...COMMAND, '--run', 'run-entropy', '-o', 'entropy.csv'];
  for (const [kind, name] of [
    ['sbatch', 'slurm.sh'],
    ['k8s', 'kubernetes.yaml'],
    ['parallel', 'parallel.sh'],
  ] as const)
    assert.equal(readFileSync(examplePath(name), 'utf8'), batchFile(kind, args), name);
});

/** As llmgeo ends where a network is down: for the second shard's first try. */
const TRY_AGAIN = `echo "$*" >> calls.txt
[[ "$*" != *" 2/4"* ]] || [ -e tried ] || { touch tried; exit 75; }`;

test('the loop tries again where that may help, and merges when all is done', () => {
  const example = exampleFolder(examplePath('loop.sh'), `${TRY_AGAIN}`);
  const { env, folder } = example;
  // sleep, so that a test need not wait for a minute
  const { status, stderr } = example.run('bash', ['-c', 'sleep() { :; }; . ./loop.sh']);
  assert.equal(status, 0, stderr + env.PATH);
  const calls = readFileSync(join(folder, 'calls.txt'), 'utf8').trimEnd().split('\n');
  assert.equal(calls.pop(), 'merge run-entropy -o entropy.csv');
  assert.deepEqual(
    calls.map((call) => call.slice(-3)).sort(),
    ['1/4', '2/4', '2/4', '3/4', '4/4'],
    calls.join('\n'),
  );
});

test('the loop does not merge after an error that trying again never helps', () => {
  const example = exampleFolder(
    examplePath('loop.sh'),
    'echo "$*" >> calls.txt; [[ "$*" != *" 3/4" ]] || exit 2',
  );
  assert.equal(example.run('sh', ['loop.sh']).status, 2);
  const calls = readFileSync(join(example.folder, 'calls.txt'), 'utf8').trimEnd().split('\n');
  assert.equal(calls.length, 4, calls.join('\n'));
});
