import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { shardOf, shardWords } from '../src/run/shards/shard.ts';

const slurm = (id: number, least: number, most: number, step = 1) => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_MIN: String(least),
  SLURM_ARRAY_TASK_MAX: String(most),
  SLURM_ARRAY_TASK_STEP: String(step),
  SLURM_ARRAY_TASK_COUNT: String(Math.floor((most - least) / step) + 1),
});

const said = (flag: string | undefined, env: NodeJS.ProcessEnv) => {
  const shard = shardOf(flag, env);
  return shard && shardWords(shard);
};

test('--shard counts from 1, and needs no environment', () => {
  assert.deepEqual(shardOf('1/8', {}), { index: 0, count: 8, from: '--shard' });
  assert.deepEqual(shardOf('8/8', {}), { index: 7, count: 8, from: '--shard' });
  assert.equal(
    said('3/8', slurm(5, 0, 7)),
    'shard 3 of 8 (--shard)',
    'a full flag wins over the environment',
  );
  assert.equal(shardOf('none', { ...slurm(5, 0, 7), JOB_COMPLETION_INDEX: 'x' }), undefined);
  assert.equal(shardOf(undefined, {}), undefined);
  assert.equal(shardOf(undefined, { LLMGEO_SHARDS: '8' }), undefined, 'a count alone shares nothing');
});

test('a Slurm array may begin anywhere and leave even gaps', () => {
  assert.equal(said(undefined, slurm(3, 1, 8)), 'shard 3 of 8 (Slurm array task 3)');
  assert.equal(said(undefined, slurm(0, 0, 7)), 'shard 1 of 8 (Slurm array task 0)');
  assert.equal(said(undefined, slurm(12, 0, 15, 4)), 'shard 4 of 4 (Slurm array task 12)');
  assert.equal(said(undefined, slurm(15, 1, 15, 2)), 'shard 8 of 8 (Slurm array task 15)');
  const { SLURM_ARRAY_TASK_COUNT: _, ...older } = slurm(9, 1, 16, 4);
  assert.equal(
    said(undefined, older),
    'shard 3 of 4 (Slurm array task 9)',
    'the count from the largest task',
  );
  assert.equal(said('/8', slurm(3, 1, 8)), 'shard 3 of 8 (Slurm array task 3)', 'the same count said twice');
});

test('other engines, with the count from where they have it', () => {
  const kubernetes = { JOB_COMPLETION_INDEX: '2' };
  assert.equal(said('/8', kubernetes), 'shard 3 of 8 (Kubernetes completion index 2)');
  assert.equal(
    said(undefined, { ...kubernetes, LLMGEO_SHARDS: '8' }),
    'shard 3 of 8 (Kubernetes completion index 2)',
  );
  assert.equal(said('/9', { ...kubernetes, LLMGEO_SHARDS: '8' })?.slice(0, 12), 'shard 3 of 9');
  const aws = { AWS_BATCH_JOB_ARRAY_INDEX: '0' };
  assert.equal(
    said(undefined, { ...aws, AWS_BATCH_JOB_ARRAY_SIZE: '10' }),
    'shard 1 of 10 (AWS Batch array index 0)',
  );
  assert.equal(said('/4', aws), 'shard 1 of 4 (AWS Batch array index 0)');
  assert.equal(said('/4', { PARALLEL_SEQ: '4' }), 'shard 4 of 4 (GNU parallel job 4)');
  assert.equal(
    said(undefined, { PARALLEL_SEQ: '1', LLMGEO_SHARDS: '4' }),
    'shard 1 of 4 (GNU parallel job 1)',
  );
});

test('GNU parallel without a count runs different commands, each whole', () => {
  assert.equal(shardOf(undefined, { PARALLEL_SEQ: '17' }), undefined);
  assert.equal(
    said(undefined, { ...slurm(2, 1, 3), PARALLEL_SEQ: '17' }),
    'shard 2 of 3 (Slurm array task 2)',
    'and leaves the array alone that it runs in',
  );
});

const REFUSED: [flag: string | undefined, env: NodeJS.ProcessEnv, message: RegExp, hint: RegExp][] = [
  ...[
    '0/8',
    '9/8',
    '3/0',
    '/0',
    '3',
    '3/',
    '-1/8',
    '1.5/8',
    '',
    ' 3/8',
    'None',
    '1/99999999999999999999',
  ].map((flag): [string, NodeJS.ProcessEnv, RegExp, RegExp] => [
    flag,
    {},
    /^--shard ".*" is no share/,
    /i\/n/,
  ]),
  ['/8', {}, /no index is in the environment/, /--shard 1\/8/],
  [
    undefined,
    { JOB_COMPLETION_INDEX: '2' },
    /^JOB_COMPLETION_INDEX /,
    /--shard \/8.*LLMGEO_SHARDS.*--shard none/,
  ],
  [undefined, { AWS_BATCH_JOB_ARRAY_INDEX: '2' }, /^AWS_BATCH_JOB_ARRAY_INDEX /, /--shard none/],
  ['/2', { JOB_COMPLETION_INDEX: '2' }, /^JOB_COMPLETION_INDEX=2 is beyond 2 shards/, /as many shards/],
  ['/4', { PARALLEL_SEQ: '5' }, /^PARALLEL_SEQ=5 is beyond 4 shards/, /as many shards/],
  ['/4', { PARALLEL_SEQ: '0' }, /^PARALLEL_SEQ="0"/, /--shard i\/n/],
  [undefined, { LLMGEO_SHARDS: '8.5', PARALLEL_SEQ: '1' }, /^LLMGEO_SHARDS="8.5"/, /correct it/],
  [
    undefined,
    { LLMGEO_SHARDS: '8', JOB_COMPLETION_INDEX: '1e1' },
    /^JOB_COMPLETION_INDEX="1e1"/,
    /correct it/,
  ],
  [undefined, { ...slurm(3, 1, 8), SLURM_ARRAY_TASK_STEP: '0' }, /^SLURM_ARRAY_TASK_STEP="0"/, /correct it/],
  [undefined, { ...slurm(3, 1, 8), SLURM_ARRAY_TASK_MIN: '' }, /ID=3: its array has 8 tasks/, /--array=1-8/],
  [undefined, slurm(4, 1, 7, 2), /ID=4: its .* not those from 1 to 7 in steps of 2$/, /--array=1-8/],
  // what --array=1,3,7 says: three tasks in steps of 1
  [
    undefined,
    { ...slurm(7, 1, 7), SLURM_ARRAY_TASK_COUNT: '3' },
    /ID=7: its array has 3 tasks/,
    /--array=1-8/,
  ],
  ['/8', slurm(3, 1, 4), /^--shard says 8 shards, but the Slurm array task 3 is one of 4/, /--shard i\/8/],
  [
    undefined,
    { ...slurm(3, 1, 4), LLMGEO_SHARDS: '8' },
    /^LLMGEO_SHARDS says 8 shards/,
    /leave out the count/,
  ],
  ['/4', { ...slurm(3, 1, 4), PARALLEL_SEQ: '1' }, /^SLURM_ARRAY_TASK_ID and PARALLEL_SEQ/, /--shard i\/n/],
];

test('what makes no sense is refused, with the variable named and a way out', () => {
  for (const [flag, env, message, hint] of REFUSED)
    assert.throws(
      () => shardOf(flag, env),
      (error) => {
        assert.ok(error instanceof InputError);
        assert.match(error.message, message);
        assert.match(error.hint, hint);
        return true;
      },
      `${flag} ${JSON.stringify(env)}`,
    );
});
