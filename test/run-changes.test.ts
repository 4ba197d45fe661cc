import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { emptyFolder } from './support/cli.ts';
import { done, runHere } from './support/run-here.ts';

const MODELS = fileURLToPath(new URL('../../models/', import.meta.url));
const root = emptyFolder();
const at = (name: string) => join(root, name);
const [model, texts, output] = [at('checkpoint'), at('texts.txt'), at('out.json')];
const ARGS = ['entropy', '--model', model, '--file', texts, '--quiet'];
const RUN = ['--run', at('run')];
let reference: string;

function copyModel(name: string, path: string): void {
  cpSync(join(MODELS, name), path, { recursive: true });
}

function recordsIn(run: string): number {
  const logs = readdirSync(join(run, 'records'));
  const lines = logs.flatMap((name) => readFileSync(join(run, 'records', name), 'latin1').split('\n'));
  return lines.filter((line) => / entropy\/[0-9a-f]{32}\//.test(line)).length;
}

before(async () => {
  copyModel('nano-xs', model);
  writeFileSync(texts, 'One two three.\nFour five.\n');
  await done(...ARGS, ...RUN, '-o', output);
  reference = readFileSync(output, 'latin1');
});

/** Changed options and texts, and the words in which they are refused. */
const REFUSED: [change: string[], words: RegExp][] = [
  [['--eps', '0.3'], /holds another run: options\.eps was 0\.1 and is 0\.3/],
  [['--no-center'], /options\.center was true and is false/],
  [['--max-tokens', '2'], /options\.max_tokens was null and is 2/],
  [['--limit', '1'], /texts\.count was 2 and is 1; texts\.sha256 was "/],
  [['--bos'], /texts\.bos was false and is true/],
  [['--layer', '0'], /layer was "last" and is "0"/],
  [['--control'], /the length of control was 0 and is 1; control\[0\] was not given and is 0/],
  [['--model', 'nano-s'], /the length of models was 1 and is 2; models\[1\] was not given and is "nano-s"/],
];

for (const [change, words] of REFUSED)
  test(`a run with ${change.join(' ')} is another one`, async () => {
    const { status, stderr } = await runHere([...ARGS, ...change, ...RUN, '-o', at('other.json')]);
    assert.equal(status, 2);
    assert.match(stderr, words);
    assert.match(
      stderr,
      /\n {2}name another folder, or give the options and texts that the run was begun with\n$/,
    );
  });

test('another command, another text and another model of the same name are refused', async () => {
  const other = await runHere(['theory', ...ARGS.slice(1), ...RUN, '-o', at('other.json')]);
  assert.deepEqual([other.status, /command was "entropy" and is "theory"/.test(other.stderr)], [2, true]);
  writeFileSync(at('changed.txt'), 'One two three.\nFour six.\n');
  const text = await runHere([
    ...ARGS.slice(0, 3),
    '--file',
    at('changed.txt'),
    ...RUN,
    '-o',
    at('other.json'),
  ]);
  assert.deepEqual([text.status, /texts\.sha256 was "\w+\.\.\. and is "/.test(text.stderr)], [2, true]);
  copyModel('nano-s', at('elsewhere/checkpoint'));
  const weights = await runHere([
    'entropy',
    '--model',
    at('elsewhere/checkpoint'),
    ...ARGS.slice(3),
    ...RUN,
    '-o',
    at('other.json'),
  ]);
  assert.equal(weights.status, 2);
  assert.match(
    weights.stderr,
    /the run folder has other records of checkpoint: model\.weights\[0\] was "\w+\.\.\. and is "/,
  );
});

test('a changed config.json of the same weights is refused too', async () => {
  const path = at('configured/checkpoint');
  copyModel('nano-xs', path);
  const config = JSON.parse(readFileSync(join(path, 'config.json'), 'utf8'));
  writeFileSync(join(path, 'config.json'), JSON.stringify({ ...config, layer_norm_eps: 1e-3 }));
  const { status, stderr } = await runHere([
    'entropy',
    '--model',
    path,
    ...ARGS.slice(3),
    ...RUN,
    '-o',
    at('other.json'),
  ]);
  assert.equal(status, 2);
  assert.match(stderr, /model\.config was/);
});

test('what changes no number is no other run: threads, formats, plots, other paths of the same files', async () => {
  copyModel('nano-xs', at('copied/checkpoint'));
  cpSync(texts, at('copied.txt'));
  const known = recordsIn(at('run'));
  const same: string[][] = [
    [...ARGS, '--threads', '1', '-o', at('threads.json')],
    [...ARGS, '-o', at('table.csv'), '--plot', at('plot.svg'), '--width', '500'],
    [...ARGS, '--no-progress', '--offline', '--all', '-o', output],
    ['entropy', '--model', at('copied/checkpoint'), '--file', at('copied.txt'), '-o', at('copied.json')],
    ['entropy', '--model', `${model},${model}`, '--file', texts, '-o', at('twice.json')],
    ['entropy', '--model', model, 'One two three.', 'Four five.', '-o', at('arguments.json')],
  ];
  for (const args of same) await done(...args, ...RUN);
  assert.equal(recordsIn(at('run')), known);
  assert.equal(readFileSync(output, 'latin1'), reference);
  assert.deepEqual(JSON.parse(readFileSync(at('copied.json'), 'utf8')).rows, JSON.parse(reference).rows);
});

test('a run folder is gone on with wherever it is moved or copied, and nothing else is written', async () => {
  const fresh = emptyFolder();
  cpSync(at('run'), join(fresh, 'copy'), { recursive: true });
  renameSync(join(fresh, 'copy'), join(fresh, 'moved'));
  await done(...ARGS, '--run', join(fresh, 'moved'), '-o', output);
  assert.equal(readFileSync(output, 'latin1'), reference);
  await done('merge', join(fresh, 'moved'), '-o', output);
  assert.equal(readFileSync(output, 'latin1'), reference);
  assert.deepEqual(readdirSync(fresh), ['moved']);
  assert.deepEqual(readdirSync(join(fresh, 'moved')).sort(), ['records', 'run.json']);
  assert.deepEqual(readdirSync(at('run')).sort(), ['records', 'run.json']);
});
