import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type BatchKind, batchFile } from '../src/commands/batch-file.ts';
import { InputError } from '../src/errors.ts';
import { emptyFolder } from './support/cli.ts';
import { type ExampleFolder, exampleFolder, without } from './support/example-folder.ts';

/** Texts that a shell, GNU parallel, YAML or Kubernetes would take for more than text. */
const HOSTILE = [
  "it's",
  'say "yes"',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's
  '$HOME ${HOME} $(id) `id` $$ $$(id)',
  'two\nlines\n',
  "a quote ' in\ntwo lines \\n \\",
  'EOF\nEOF',
  '\t \r\x01\x7f\x1b[1m7',
  '{} {1} {#} {= $_=1 =} ::: {1..3}',
  '',
  ' ',
  '~ * ? [a] !! # ; & | < > ( ) \\',
  '国 é 🙂 \u0085 \u2028 \ufeff',
  '- a: [b] %c @d',
  '---',
  'a=b',
];

const TEXTS = ['entropy', '--run', "my run's", '--layer', 'all', '--plot', 'a b.svg', '-o', "o'ut.csv", '--'];

/** Notes each call with its words, as they came in, and says nothing. */
const NOTES_WORDS = `printf '%s\\0' "$@" > "call-$1-\${SLURM_ARRAY_TASK_ID:-}$RANDOM$RANDOM"`;

function printed(kind: BatchKind, args: string[]): ExampleFolder {
  const file = join(emptyFolder(), 'printed');
  writeFileSync(file, batchFile(kind, args));
  return exampleFolder(file, NOTES_WORDS);
}

/** The words of the calls of `llmgeo VERB`, in no order. */
function callsIn({ folder }: ExampleFolder, verb: string): string[][] {
  const calls = readdirSync(folder).filter((name) => name.startsWith(`call-${verb}-`));
  return calls.map((name) => readFileSync(join(folder, name), 'utf8').split('\0').slice(0, -1));
}

test('hostile texts reach the shards of a Slurm array as they are, and the merge its flags', () => {
  const example = printed('sbatch', [...TEXTS, ...HOSTILE]);
  assert.equal(example.run('bash', ['-n', 'printed']).stderr, '');
  // a stand-in for sbatch, which runs what it gets: the array's first task, and the merge
  writeFileSync(
    join(example.folder, 'bin', 'sbatch'),
    '#!/bin/bash\nif [ "$1" = --parsable ]; then SLURM_ARRAY_TASK_ID=1 bash "$2" && echo "7;cluster"; else echo "$@" > merge-flags; bash; fi\n',
    { mode: 0o755 },
  );
  const { status, stderr } = example.run('bash', ['printed']);
  assert.equal(status, 0, stderr);
  assert.deepEqual(callsIn(example, 'entropy'), [
    ['entropy', '--run', "my run's", '--layer', 'all', '--', ...HOSTILE],
  ]);
  assert.deepEqual(callsIn(example, 'merge'), [['merge', "my run's", '--plot', 'a b.svg', '-o', "o'ut.csv"]]);
  assert.match(readFileSync(join(example.folder, 'merge-flags'), 'utf8'), /--dependency=afterok:7 /);
});

test('hostile texts reach the shards under GNU parallel', { skip: without('parallel') }, () => {
  const example = printed('parallel', [...TEXTS.slice(0, 3), '--shard', '/3', ...TEXTS.slice(3), ...HOSTILE]);
  assert.equal(example.run('bash', ['-n', 'printed']).stderr, '');
  const { status, stderr } = example.run('bash', ['printed']);
  assert.equal(status, 0, stderr);
  const rest = ['--run', "my run's", '--layer', 'all', '--', ...HOSTILE];
  assert.deepEqual(
    callsIn(example, 'entropy').sort(),
    ['1/3', '2/3', '3/3'].map((shard) => ['entropy', '--shard', shard, ...rest]),
  );
  assert.deepEqual(callsIn(example, 'merge'), [['merge', "my run's", '--plot', 'a b.svg', '-o', "o'ut.csv"]]);
});

const MERGED: [args: string[], shard: string[], merge: string[]][] = [
  [['-o', 'a.json', '--json'], [], ['-o', 'a.json', '--json']],
  [
    ['-oa.json', '-fjson', '--layer', '0'],
    ['--layer', '0'],
    ['-oa.json', '-fjson'],
  ],
  [['--output=a=b', '--format=csv'], [], ['--output=a=b', '--format=csv']],
  [
    ['-qo', 'a.csv', '-qv'],
    ['-q', '-qv'],
    ['-o', 'a.csv'],
  ],
  [['-qvfcsv', 'a text'], ['-q', '-v', 'a text'], ['-fcsv']],
  [
    ['--plot', 'a.svg', '--plot', 'b.png', '--width', '8.5cm', '--no-title', '--all'],
    [],
    ['--plot', 'a.svg', '--plot', 'b.png', '--width', '8.5cm', '--no-title', '--all'],
  ],
  [['--', '-o', 'a.csv', '--shard', '/4'], ['--', '-o', 'a.csv', '--shard', '/4'], []],
  [['--shard=/12', '--eps', '0.1'], ['--eps', '0.1'], []],
];

test('flags of output go to the merge, in whatever way they are written', () => {
  for (const [args, shard, merge] of MERGED) {
    const words = batchFile('sbatch', ['entropy', '--run', 'r', ...args]);
    assert.deepEqual(/^command=\((.*)\)$/m.exec(words)?.[1].replaceAll("'", '').split(' '), [
      ...'llmgeo entropy --run r'.split(' '),
      ...shard.flatMap((word) => word.split(' ')),
    ]);
    assert.equal(/^llmgeo merge (.*)$/m.exec(words)?.[1], ['r', ...merge].join(' '));
  }
});

test('the count of shards is 8, or that of --shard /n, in every file', () => {
  const counts = (...flags: string[]) =>
    (['sbatch', 'k8s', 'parallel'] as const).map((kind) => {
      const file = batchFile(kind, ['entropy', '--run=r', ...flags]);
      return /--array=1-(\d+)$|completions: (\d+)$|^seq (\d+) /m.exec(file)?.slice(1).find(Boolean);
    });
  assert.deepEqual(counts(), ['8', '8', '8']);
  assert.deepEqual(counts('--shard', '/200'), ['200', '200', '200']);
  assert.deepEqual(counts('--shard=/3'), ['3', '3', '3']);
});

test('what cannot be spread is refused', () => {
  for (const [args, message] of [
    [[], /--run/],
    [['-o', '--run'], /--run/],
    [['--run', 'r', '-'], /stdin/],
    [['--run', 'r', '--file', '-'], /stdin/],
    [['--run', 'r', '--ids=-'], /stdin/],
    [['--run', 'r', '--shard', '3/8'], /--shard "3\/8"/],
    [['--run', 'r', '--shard', 'none'], /--shard "none"/],
    [['--run', 'r', '--shard', '/0'], /--shard "\/0"/],
  ] as [string[], RegExp][])
    assert.throws(
      () => batchFile('parallel', ['entropy', ...args]),
      (error) => error instanceof InputError && message.test(error.message),
      args.join(' '),
    );
});
