import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Cell, Json } from '../src/report/result.ts';
import { emptyFolder } from './support/cli.ts';
import { csvRecords } from './support/csv-records.ts';
import { embeddedModel } from './support/oracles.ts';
import { runHere } from './support/run-here.ts';

type Row = Record<string, Cell>;

async function run(...args: string[]) {
  const result = await runHere(['infogain', ...args]);
  assert.equal(result.status, 0, result.stderr);
  return result;
}

interface Found {
  meta: { models: Record<string, Json>[] };
  rows: Row[];
  summary: Row;
}

async function json(...args: string[]): Promise<Found> {
  return JSON.parse((await run('--format', 'json', ...args)).stdout);
}

/** Each model, revision and weights of the rows, once and in order. */
function runsOf(rows: Row[]): string[] {
  return [...new Set(rows.map(({ model, revision, weights }) => `${model} ${revision} ${weights}`))];
}

function withoutWeights(rows: Row[]): Row[] {
  return rows.map(({ weights: _, ...row }) => row);
}

test('--control adds the column weights after the revision, and as many rows again', async () => {
  const [columns, ...lines] = csvRecords((await run('--model', 'nano-xs', '--control', 'The king.')).stdout);
  assert.deepEqual(columns.slice(0, 5), ['model', 'revision', 'weights', 'layer', 'text']);
  const [plain, ...trained] = csvRecords((await run('--model', 'nano-xs', 'The king.')).stdout);
  assert.deepEqual(
    columns.filter((column) => column !== 'weights'),
    plain,
  );
  assert.equal(lines.length, 2 * trained.length);
  assert.deepEqual(
    lines.map(([model, revision, weights]) => [model, revision, weights]),
    [
      ...trained.map(() => ['nano-xs', 'main', 'trained']),
      ...trained.map(() => ['nano-xs', '', 'untrained']),
    ],
  );
});

test('the trained rows are those of a run without a control, and the untrained ones are others', async () => {
  const { rows, meta } = await json(
    '--model',
    'nano-xs',
    '--control',
    '--layer',
    '0,last',
    'The king is here.',
  );
  const alone = await json('--model', 'nano-xs', '--layer', '0,last', 'The king is here.');
  const [trained, untrained] = ['trained', 'untrained'].map((weights) =>
    rows.filter((row) => row.weights === weights),
  );
  assert.deepEqual(withoutWeights(trained), alone.rows);
  assert.equal(untrained.length, trained.length);
  for (const [i, row] of untrained.entries()) {
    for (const same of ['model', 'layer', 'text', 'position', 'token_id', 'token'])
      assert.equal(row[same], trained[i][same]);
    if (row.position !== 0) assert.notEqual(row.gain, trained[i].gain);
  }
  assert.deepEqual(meta.models[0], alone.meta.models[0]);
  assert.deepEqual([alone.meta.models[0].weights, alone.meta.models[0].weights_seed], ['trained', null]);
});

test('meta tells the untrained model from the trained one, with the seed of its weights', async () => {
  const [trained, untrained] = (await json('--model', 'nano-s', '--control', '--seed', '5', 'A.')).meta
    .models;
  assert.deepEqual([trained.weights, trained.weights_seed, trained.revision], ['trained', null, 'main']);
  assert.deepEqual(Object.keys(trained.weights_sha256!), ['model.safetensors']);
  assert.deepEqual(
    [untrained.weights, untrained.weights_seed, untrained.revision, untrained.commit],
    ['untrained', 5, null, null],
  );
  assert.deepEqual(untrained.weights_sha256, {});
  const differing = ['revision', 'commit', 'weights', 'weights_seed', 'weights_sha256'];
  for (const key of Object.keys(trained))
    if (!differing.includes(key)) assert.deepEqual(untrained[key], trained[key], key);
});

test('revisions run one after another, and the untrained model of their shape once', async () => {
  const args = ['--revision', 'step0,step512', '--model', 'nano-s', '--control', 'The king.'];
  const { rows, meta } = await json(...args);
  assert.deepEqual(runsOf(rows), ['nano-s step0 trained', 'nano-s step512 trained', 'nano-s null untrained']);
  assert.equal(meta.models.length, 3);
});

test('each of several models has its own control', async () => {
  const { rows } = await json(
    '--model',
    'nano-xs,nano-s',
    '--control',
    '--by',
    'length',
    'The king.',
    'The queen.',
  );
  assert.deepEqual(runsOf(rows), [
    'nano-xs main trained',
    'nano-xs null untrained',
    'nano-s main trained',
    'nano-s null untrained',
  ]);
});

test('the seed changes the untrained rows and only these', async () => {
  const command = ['--model', 'nano-xs', '--control', 'The king is here.'];
  const [zero, one] = [await json(...command), await json(...command, '--seed', '1')];
  assert.deepEqual(
    [zero, one].map(({ meta }) => meta.models[1].weights_seed),
    [0, 1],
  );
  const of = (weights: string, { rows }: typeof zero) => rows.filter((row) => row.weights === weights);
  assert.deepEqual(of('trained', zero), of('trained', one));
  assert.notDeepEqual(of('untrained', zero), of('untrained', one));
  const totals = (weights: string, { summary }: typeof zero) =>
    (summary.totals as unknown as { weights: string }[]).filter((total) => total.weights === weights);
  assert.equal(totals('trained', zero).length, 1);
  assert.deepEqual(totals('trained', zero), totals('trained', one));
  assert.notDeepEqual(totals('untrained', zero), totals('untrained', one));
});

test('the same seed gives the same bytes', async () => {
  const args = ['--model', 'nano-s', '--control', '--seed', '9', '--format', 'json', 'The king.', 'Here.'];
  assert.equal((await run(...args)).stdout, (await run(...args)).stdout);
});

test('a checkpoint on disk has a control too', async () => {
  const { rows } = await json('--model', embeddedModel('nano-xs'), '--control', '--ids', '1,2,3');
  assert.deepEqual(
    rows.map(({ weights }) => weights),
    ['trained', 'trained', 'trained', 'untrained', 'untrained', 'untrained'],
  );
});

test('what is said of the texts is said once', async () => {
  const { stderr } = await run(
    '--model',
    'nano-xs',
    '--control',
    '--max-tokens',
    '1',
    'The king is here.',
    '',
  );
  assert.equal(stderr.match(/left out 1 empty text/g)?.length, 1);
  assert.equal(stderr.match(/cut 1 text at 1 token\n/g)?.length, 1);
});

test('the figure draws the untrained model as a line of its own', async () => {
  const folder = emptyFolder();
  const [csv, spec] = [join(folder, 'gain.csv'), join(folder, 'gain.vl.json')];
  await run('--model', 'nano-xs,nano-s', '--control', '-o', csv, '--plot', spec, 'The king is here.');
  const drawn = readFileSync(spec, 'utf8');
  for (const name of ['nano-xs', 'nano-s'])
    for (const weights of ['trained', 'untrained'])
      assert.match(drawn, new RegExp(`"${name}[^"]*, ${weights}"`), `${name}, ${weights}`);
});

test('a seed out of range is exit 2 and named', async () => {
  for (const seed of ['-1', '4294967296', '1.5', 'x', '']) {
    const result = await runHere(['infogain', '--model', 'nano-xs', '--control', `--seed=${seed}`, 'A.']);
    assert.equal(result.status, 2, seed);
    assert.ok(result.stderr.includes(`--seed ${JSON.stringify(seed)}`), result.stderr);
    assert.equal(result.stdout, '');
  }
  await run('--model', 'nano-xs', '--control', '--seed', '4294967295', 'A.');
});
