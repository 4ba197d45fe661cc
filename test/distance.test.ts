import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { emptyFolder, llmgeo } from './support/cli.ts';
import { runHere } from './support/run-here.ts';

const COLUMNS = 'model,revision,layer,metric,a,b,context_a,label_a,context_b,label_b,distance';
const DISTANCES = ['js', 'logdet', 'riemann', 'logeuclidean', 'frobenius'];

async function json(args: string[]) {
  const run = await runHere(['distance', '--format', 'json', '--model', 'nano-xs', ...args]);
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

async function refused(args: string[], message: RegExp): Promise<void> {
  const run = await runHere(['distance', '--model', 'nano-xs', ...args]);
  assert.equal(run.status, 2, run.stdout);
  assert.equal(run.stdout, '');
  assert.match(run.stderr, message);
}

test('with no argument: js between all pairs of the 45 prompts, by the embedded model', async () => {
  const run = await runHere(['distance']);
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stderr, /nano-l/);
  const lines = run.stdout.trimEnd().split('\n');
  assert.equal(lines[0], COLUMNS);
  assert.equal(lines.length, 1 + 990);
  assert.match(lines[1], /^nano-l,main,6,js,0,1,none,Australia,none,Austria,1\.578/);
  assert.match(lines[990], /,43,44,She is the queen of,Poland,She is the queen of,Spain,0\.\d+$/);
});

test('metrics come in the order asked for, each once, pairs in order within', async () => {
  const { rows, meta } = await json([
    '--metric',
    'frobenius,js,frobenius',
    'The king.',
    'The queen.',
    'A garden.',
  ]);
  assert.deepEqual(
    rows.map(({ metric, a, b }: Record<string, unknown>) => `${metric} ${a} ${b}`),
    ['frobenius 0 1', 'frobenius 0 2', 'frobenius 1 2', 'js 0 1', 'js 0 2', 'js 1 2'],
  );
  assert.deepEqual(Object.keys(rows[0]), ['model', 'revision', 'layer', 'metric', 'a', 'b', 'distance']);
  const { metric, gamma, ridge, neighbors, min_dist, matrix } = meta.options;
  assert.deepEqual(metric, ['frobenius', 'js']);
  assert.deepEqual([gamma, ridge, neighbors, min_dist, matrix], [100, 1e-6, 15, 0.1, false]);
});

test('--gamma and --ridge change what they belong to, and js with γ is logdet with 1/γ', async () => {
  const texts = ['The king.', 'The queen is here.'];
  const all = ['--metric', DISTANCES.join(',')];
  const distances = async (args: string[]) =>
    (await json([...args, ...texts])).rows.map(({ distance }: { distance: number }) => distance);
  const usual = await distances(all);
  const gamma = await distances([...all, '--gamma', '1000']);
  const ridge = await distances([...all, '--ridge', '0.001']);
  assert.deepEqual(
    usual.map((value: number, i: number) => [value === gamma[i], value === ridge[i]]),
    [
      [false, true],
      [true, false],
      [true, false],
      [true, false],
      [true, true],
    ],
  );
  assert.equal(gamma[0], ridge[1]);
});

test('the summary has options, separation and layout of each metric and layer', async () => {
  const { summary } = await json(['--metric', 'js,riemann', '--layer', '0,2']);
  assert.equal(summary.gamma, 100);
  assert.equal(summary.ridge, 1e-6);
  assert.deepEqual(
    summary.distances.map(({ layer, metric }: Record<string, unknown>) => `${layer} ${metric}`),
    ['0 js', '0 riemann', '2 js', '2 riemann'],
  );
  for (const { model, texts, neighbors_used, separation, umap } of summary.distances) {
    assert.deepEqual([model, texts, neighbors_used, umap.length], ['nano-xs', 45, 15, 45]);
    assert.deepEqual(Object.keys(umap[0]), ['text', 'context', 'label', 'x', 'y']);
    assert.deepEqual(Object.keys(separation), ['context', 'label']);
  }
  const last = summary.distances[2].separation.context;
  assert.ok(last.silhouette > 0.4 && last.p_value < 0.01, JSON.stringify(last));
  assert.ok(last.low < last.silhouette && last.silhouette < last.high);
});

test('texts without contexts have no separation; three have no layout', async () => {
  const { summary } = await json(['The king.', 'The queen.', 'A garden.']);
  const [{ separation, umap, neighbors_used }] = summary.distances;
  assert.deepEqual([separation, umap, neighbors_used], [null, null, null]);
});

test('four identical texts: distances 0, and no layout of them', async () => {
  const { rows, summary } = await json(['The king.', 'The king.', 'The king.', 'The king.']);
  assert.ok(rows.every((row: { distance: number }) => row.distance === 0));
  assert.deepEqual([summary.distances[0].umap, summary.distances[0].neighbors_used], [null, null]);
});

test('JSONL may carry contexts alone; an empty text keeps its index and has no pair', async () => {
  const file = join(emptyFolder(), 'texts.jsonl');
  writeFileSync(
    file,
    '{"text": "The king.", "context": "a"}\n{"text": ""}\n{"text": "The queen.", "context": "b"}\n',
  );
  const run = await runHere(['distance', '--model', 'nano-xs', '--file', file]);
  const [header, row, ...rest] = run.stdout.trimEnd().split('\n');
  assert.equal(header, 'model,revision,layer,metric,a,b,context_a,context_b,distance', run.stderr);
  assert.match(row, /^nano-xs,main,2,js,0,2,a,b,[\d.]+$/);
  assert.deepEqual(rest, []);
});

test('--matrix gives a square with the distances of the pairs', async () => {
  const texts = ['The king.', '', 'The queen.', 'A garden.'];
  const run = await runHere(['distance', '--model', 'nano-xs', '--matrix', ...texts]);
  const [header, ...lines] = run.stdout.trimEnd().split('\n');
  assert.equal(header, 'model,revision,layer,metric,a,0,1,2,3', run.stderr);
  const square = lines.map((line) => line.split(',').slice(4));
  assert.deepEqual(
    square.map(([a]) => a),
    ['0', '2', '3'],
  );
  const at = (a: number, b: number) => square.find(([text]) => text === String(a))![b + 1];
  for (const { a, b, distance } of (await json(texts)).rows) {
    assert.equal(Number(at(a, b)), distance);
    assert.equal(at(b, a), at(a, b));
  }
  assert.deepEqual([at(0, 0), at(0, 1), at(3, 3)], ['0', '', '0']);
});

test('degenerate texts: identical, one token, repeated tokens, longer than the model is wide', async () => {
  const texts = ['king', 'king', ' king'.repeat(60), 'The queen is in the garden. '.repeat(20)];
  const { rows } = await json(['--metric', DISTANCES.join(','), ...texts]);
  assert.equal(rows.length, 6 * DISTANCES.length);
  for (const { a, b, distance } of rows) assert.equal(distance === 0, a === 0 && b === 1, `${a} ${b}`);
});

test('--control adds untrained rows and a column that says so', async () => {
  const { rows, summary } = await json(['--control', 'The king.', 'The queen.']);
  assert.deepEqual(
    rows.map((row: { weights: string }) => row.weights),
    ['trained', 'untrained'],
  );
  assert.deepEqual(Object.keys(rows[0]).slice(0, 4), ['model', 'revision', 'weights', 'layer']);
  assert.equal(summary.distances[1].weights, 'untrained');
});

test('wrong flags and too few texts are exit 2, each by name', async () => {
  await refused(['--metric', 'js,cosine'], /--metric "cosine"/);
  await refused(['--gamma', '0'], /--gamma "0"/);
  await refused(['--gamma', '1e13'], /gamma 10000000000000 is outside/);
  await refused(['--ridge', '-1'], /--ridge "-1"/);
  await refused(['--ridge', '0', '--metric', 'js,riemann'], /ridge 0 leaves riemann undefined/);
  await refused(['The king.'], /a distance is between two texts, but there is 1/);
  await refused(['The king.', ''], /a distance is between two texts, but there is 1/);
});

test('a ridge of 0 is no error where no metric has one', async () => {
  assert.equal(
    (await json(['--ridge', '0', '--metric', 'js,frobenius', 'The king.', 'A garden.'])).rows.length,
    2,
  );
});

test('the same command gives the same bytes; another seed another layout, the same distances', async () => {
  const args = ['distance', '--model', 'nano-xs', '--format', 'json', '--limit', '20'];
  const [first, second, other] = [await runHere(args), llmgeo(args), await runHere([...args, '--seed', '1'])];
  assert.equal(first.status, 0, first.stderr);
  assert.equal(first.stdout, second.stdout);
  const [a, b] = [first, other].map(({ stdout }) => JSON.parse(stdout));
  assert.deepEqual(a.rows, b.rows);
  assert.notDeepEqual(a.summary.distances[0].umap, b.summary.distances[0].umap);
});

test('--plot draws; plot redraws the layout from JSON and a heatmap from CSV, of pairs or of a square', async () => {
  const folder = emptyFolder();
  const at = (name: string) => join(folder, name);
  const draw = async (args: string[]) => {
    const run = await runHere(args);
    assert.equal(run.status, 0, run.stderr);
  };
  const args = ['distance', '--model', 'nano-xs', '--metric', 'js,frobenius', '--limit', '20'];
  await draw([...args, '-o', at('d.json'), '--plot', at('d.svg')]);
  await draw(['plot', at('d.json'), '-o', at('again.svg')]);
  const svg = readFileSync(at('d.svg'), 'utf8');
  for (const words of [/JS distance/, /Frobenius distance/, /UMAP 1/]) assert.match(svg, words);
  assert.equal(readFileSync(at('again.svg'), 'utf8'), svg);
  await draw([...args, '-o', at('d.csv')]);
  await draw(['plot', at('d.csv'), '-o', at('summary.svg')]);
  assert.equal(readFileSync(at('summary.svg'), 'utf8'), svg, 'the layout stands beside the rows');
  await draw([...args, '--matrix', '-o', at('square.csv')]);
  for (const name of ['d.csv.meta.json', 'square.csv.meta.json']) rmSync(at(name));
  await draw(['plot', at('d.csv'), '-o', at('pairs.svg')]);
  await draw(['plot', at('square.csv'), '-o', at('square.svg')]);
  const heatmap = readFileSync(at('pairs.svg'), 'utf8');
  assert.doesNotMatch(heatmap, /UMAP/);
  assert.equal(readFileSync(at('square.svg'), 'utf8'), heatmap);
  assert.equal(readdirSync(folder).length, 8, String(readdirSync(folder)));
});
