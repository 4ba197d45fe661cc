import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { emptyFolder, llmgeo } from './support/cli.ts';
import { embedOracle } from './support/embed-oracle.ts';
import { runHere } from './support/run-here.ts';

const COLUMNS = 'model,revision,layer,text,context,label,vector,pca_1,pca_2,umap_1,umap_2';
const CLAIMS = new URL('../../../shared/nano/claims.json', import.meta.url);

interface Summary {
  model: string;
  weights?: string;
  vector: string;
  layer: number;
  texts: number;
  explained_variance: number[] | null;
  explained_variance_ratio: number[] | null;
  neighbors_used: number | null;
  separation: Record<'vectors' | 'pca' | 'umap', { context: Scores; label: Scores } | null>;
}

type Scores = Record<'silhouette' | 'nearest_neighbor_accuracy' | 'p_value' | 'low' | 'high', number | null>;

async function json(args: string[]) {
  const run = await runHere(['embed', '--format', 'json', '--model', 'nano-xs', ...args]);
  assert.equal(run.status, 0, run.stderr);
  const { meta, rows, summary } = JSON.parse(run.stdout);
  return { meta, rows, embeddings: summary.embeddings as Summary[] };
}

/** Texts with context and label in a file of their own. */
function jsonl(...lines: object[]): string {
  const file = join(emptyFolder(), 'texts.jsonl');
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

test('with no argument the embedded model reads the 45 prompts, and says so', async () => {
  const run = await runHere(['embed']);
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stderr, /nano-l/);
  const lines = run.stdout.trimEnd().split('\n');
  assert.equal(lines[0], COLUMNS);
  assert.equal(lines.length, 46);
  assert.match(lines[17], /^nano-l,main,6,16,He is the king of,Austria,mean,/);
});

test('each vector has its rows and its summary, near the float64 oracle', async () => {
  const { rows, embeddings, meta } = await json(['--vector', 'country,mean,last']);
  assert.equal(rows.length, 135);
  assert.equal(meta.input.source, 'the 45 prompts of appendix B');
  assert.deepEqual(meta.options.vector, ['country', 'mean', 'last']);
  const oracle = embedOracle();
  for (const found of embeddings) {
    const expected = oracle.vectors[found.vector as 'mean'];
    // a float32 forward pass against float64: 9e-7 at most
    const near = (value: number | null, goal: number, scale = Math.max(1, Math.abs(goal))) =>
      assert.ok(Math.abs(value! - goal) < 3e-6 * scale, `${value} for ${goal}`);
    const largest = Math.max(...expected.pca.flat().map(Math.abs));
    const own = rows.filter(({ vector }: { vector: string }) => vector === found.vector);
    own.forEach((row: { pca_1: number; pca_2: number }, i: number) => {
      near(row.pca_1, expected.pca[i][0], largest);
      near(row.pca_2, expected.pca[i][1], largest);
    });
    expected.explained_variance.forEach((value, i) => {
      near(found.explained_variance![i], value);
    });
    for (const [view, of] of [
      ['vectors', expected.separation],
      ['pca', expected.separation_pca],
    ] as const)
      for (const by of ['context', 'label'] as const) {
        near(
          found.separation[view]![by].silhouette,
          of[by].silhouettes.reduce((sum, value) => sum + value, 0) / 45,
        );
        near(found.separation[view]![by].nearest_neighbor_accuracy, of[by].nearest_neighbor_accuracy);
      }
    assert.equal(found.neighbors_used, 15);
    assert.ok(Math.abs(found.separation.umap!.context.silhouette!) < 1);
  }
});

test('the published figures of the nano suite', {
  skip: !existsSync(CLAIMS) && 'no shared data',
}, async () => {
  const claims = JSON.parse(readFileSync(CLAIMS, 'utf8'));
  const names: Record<string, string> = { mean: 'mean', last: 'one_last_dot', country: 'one_country' };
  const { embeddings } = await json(['--vector', 'mean,last,country', '--model', 'nano-s,nano-m,nano-l']);
  assert.equal(embeddings.length, 12);
  const check = (found: { context: Scores; label: Scores }, of: Record<string, number>) => {
    assert.equal(found.context.silhouette!.toFixed(3), of.sil.toFixed(3));
    assert.equal(found.context.nearest_neighbor_accuracy!.toFixed(3), of.nn_context.toFixed(3));
    assert.equal(found.label.nearest_neighbor_accuracy!.toFixed(3), of.nn_country.toFixed(3));
  };
  for (const { model, vector, separation } of embeddings) {
    const { contexts } = claims[model];
    check(separation.vectors!, contexts[names[vector]]);
    if (vector === 'mean') check(separation.pca!, contexts.pca2_mean);
  }
});

test('--control adds the untrained model and a column that tells them apart', async () => {
  const { rows, embeddings } = await json(['--control', '--layer', '0,2']);
  assert.deepEqual(Object.keys(rows[0]), COLUMNS.replace('revision,', 'revision,weights,').split(','));
  assert.deepEqual(
    embeddings.map(({ weights, layer }) => `${weights} ${layer}`),
    ['trained 0', 'trained 2', 'untrained 0', 'untrained 2'],
  );
  assert.ok(embeddings.every(({ separation }) => separation.vectors!.context.p_value !== null));
});

test('texts without context and label have no such columns and no separation', async () => {
  const { rows, embeddings } = await json(['The king.', 'The queen.', 'A cat.', 'A dog ran.', 'We sang.']);
  assert.deepEqual(Object.keys(rows[0]), COLUMNS.replace('context,label,', '').split(','));
  assert.deepEqual(embeddings[0].separation, { vectors: null, pca: null, umap: null });
  assert.equal(embeddings[0].neighbors_used, 4);
  assert.ok(rows.every((row: { umap_1: number }) => Number.isFinite(row.umap_1)));
});

test('context and label of a file come into the rows; an empty text keeps its index', async () => {
  const file = jsonl(
    { text: 'A cat runs.', context: 'animal', label: 'cat' },
    { text: '' },
    { text: 'A dog runs.', context: 'animal' },
    { text: 'The king speaks.', context: 'person', label: 'king' },
  );
  const { rows, embeddings } = await json(['--file', file]);
  assert.deepEqual(
    rows.map(({ text, context, label }: Record<string, unknown>) => [text, context, label]),
    [
      [0, 'animal', 'cat'],
      [2, 'animal', null],
      [3, 'person', 'king'],
    ],
  );
  assert.ok(embeddings[0].separation.vectors!.context.silhouette !== null);
  assert.equal(embeddings[0].separation.umap, null, 'three texts have no UMAP');
});

test('one text: scores 0, the rest null, exit 0', async () => {
  const { rows, embeddings } = await json(['The king.']);
  assert.deepEqual([rows[0].pca_1, rows[0].pca_2, rows[0].umap_1, rows[0].umap_2], [0, 0, null, null]);
  assert.equal(embeddings[0].explained_variance, null);
  assert.equal(embeddings[0].neighbors_used, null);
});

test('identical vectors: distance 0, no variance, no ratio, no NaN', async () => {
  const { rows, embeddings } = await json(['--vector', 'last', '--layer', '0']); // each ends with the same "."
  assert.deepEqual(embeddings[0].explained_variance, [0, 0]);
  assert.equal(embeddings[0].explained_variance_ratio, null);
  assert.equal(embeddings[0].separation.vectors!.context.silhouette, 0);
  assert.equal(embeddings[0].separation.vectors!.context.p_value, 1);
  assert.ok(rows.every((row: { pca_1: number }) => row.pca_1 === 0));
  assert.ok(rows.every((row: { umap_1: number | null }) => row.umap_1 === null));
  assert.equal(embeddings[0].separation.umap, null);
  assert.equal(embeddings[0].neighbors_used, null);
});

test('a figure of equal vectors beside others draws where they are, and warns of nothing', async () => {
  const file = join(emptyFolder(), 'view.svg');
  const run = await runHere([
    'embed',
    '--model',
    'nano-xs',
    '--vector',
    'last,mean',
    '--layer',
    '0',
    '--plot',
    file,
  ]);
  assert.equal(run.status, 0, run.stderr);
  assert.doesNotMatch(run.stderr, /WARN/);
  const svg = readFileSync(file, 'utf8');
  assert.match(svg, /\(a\) PCA of one vector, the last token/);
  assert.match(svg, /\(b\) UMAP of mean vectors/);
});

test('a text whose label cannot be found is named before the model runs', async () => {
  const run = await runHere(['embed', '--vector', 'country', '--model', 'nano-xs', 'The king.']);
  assert.equal(run.status, 2);
  assert.match(run.stderr, /text 0 has no label/);
  const absent = await runHere(['embed', '--vector', 'country', '--model', 'nano-xs', '--max-tokens', '1']);
  assert.equal(absent.status, 2);
  assert.match(absent.stderr, /the label "\w+" is not among the tokens of text \d+/);
});

test('wrong flags are exit 2 and name the value', async () => {
  for (const [flag, value] of [
    ['--vector', 'first'],
    ['--neighbors', '1'],
    ['--min-dist', '-0.1'],
    ['--min-dist', '1.5'],
    ['--min-dist', 'near'],
  ]) {
    const run = await runHere(['embed', flag, value]);
    assert.equal(run.status, 2, `${flag} ${value}`);
    assert.ok(run.stderr.includes(`${flag} "${value}"`) || run.stderr.includes(value), run.stderr);
  }
});

test('the same command gives the same bytes; another seed another UMAP and the same PCA', async () => {
  const args = ['embed', '--model', 'nano-xs', '--format', 'csv'];
  const first = (await runHere(args)).stdout;
  assert.equal(llmgeo(args).stdout, first);
  const other = (await runHere([...args, '--seed', '1'])).stdout;
  const columns = (text: string, from: number, to: number) =>
    text.split('\n').map((line) => line.split(',').slice(from, to).join());
  assert.deepEqual(columns(other, 0, 9), columns(first, 0, 9));
  assert.notDeepEqual(columns(other, 9, 11), columns(first, 9, 11));
});

test('--plot draws the views', async () => {
  const svg = join(emptyFolder(), 'fig4.svg');
  const run = await runHere(['embed', '--model', 'nano-xs', '--vector', 'last,mean', '--plot', svg]);
  assert.equal(run.status, 0, run.stderr);
  const drawn = readFileSync(svg, 'utf8');
  for (const text of [
    'UMAP of one vector, the last token',
    'UMAP of mean vectors',
    'PCA of mean vectors',
    'Iceland',
  ])
    assert.ok(drawn.includes(text), text);
});
