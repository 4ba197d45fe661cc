import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { figureOf, notDrawn } from '../src/experiments/figures.ts';
import { readResult } from '../src/io/read-result.ts';
import { formatResult } from '../src/report/formats/format.ts';
import { toSvg } from '../src/report/plot/vega.ts';
import type { Result } from '../src/report/result.ts';
import { emptyFolder, llmgeo } from './support/cli.ts';
import { runHere } from './support/run-here.ts';

const FOLDER = emptyFolder();
/** Tokens that a careless reader would take for numbers, nothing, or a comment. */
const AWKWARD = 'It said "1e5", true\n# 5 and then 007, 5';
const THREE = ['The king.', 'The queen is here, I say.', 'A garden.'];

/** Runs a command, which writes its json and draws its figure. */
async function made(name: string, args: string[]): Promise<{ result: string; figure: string }> {
  const [result, figure] = [`${name}.json`, `${name}.svg`].map((file) => join(FOLDER, file));
  const model = args.includes('--published') ? [] : ['--model', 'nano-xs'];
  const run = await runHere([...args, ...model, '--quiet', '-o', result, '--plot', figure]);
  assert.equal(run.status, 0, run.stderr);
  return { result, figure: readFileSync(figure, 'utf8') };
}

/** The same result as the csv or jsonl that the command would have written, with its meta beside it. */
async function alsoAs(format: 'csv' | 'jsonl', json: string): Promise<string> {
  const result = await readResult(json);
  const path = json.replace(/json$/, format);
  writeFileSync(path, [...formatResult(result, format)].join(''));
  writeFileSync(`${path}.meta.json`, JSON.stringify(result.meta));
  return path;
}

async function redrawn(path: string): Promise<string> {
  return toSvg(figureOf(await readResult(path), path));
}

const DRAWN_FROM_ROWS: Record<string, string[]> = {
  token: ['infogain', AWKWARD],
  length: ['infogain', ...THREE],
  texts: ['entropy', ...THREE],
  layers: ['entropy', '--layer', 'all', '--control', ...THREE],
  published: ['entropy', '--published', '--parameters', 'non-embedding'],
  lasso: ['lasso', AWKWARD],
  path: ['lasso', '--path', '--target', 'last', ...THREE],
  matrix: ['distance', '--metric', 'js,frobenius', '--matrix', ...THREE],
  theory: ['theory', '--alpha', '0.5,1'],
};

for (const [name, args] of Object.entries(DRAWN_FROM_ROWS))
  test(`${args.slice(0, 2).join(' ').slice(0, 30)}: csv, json and jsonl redraw the same figure (${name})`, async () => {
    const { result, figure } = await made(name, args);
    assert.ok((await redrawn(result)) === figure, 'json');
    for (const format of ['csv', 'jsonl'] as const)
      assert.ok((await redrawn(await alsoAs(format, result))) === figure, format);
  });

test('json has what is drawn of the summary: layouts and silhouettes, which a csv has not', async () => {
  for (const [name, args] of [
    ['prompts', ['embed', '--limit', '20']],
    ['embed', ['embed', ...THREE]],
    ['pairs', ['distance', '--limit', '20']],
  ] as const) {
    const { result, figure } = await made(name, [...args]);
    assert.ok((await redrawn(result)) === figure, name);
    const fromCsv = await redrawn(await alsoAs('csv', result));
    assert.match(figure, /silhouette of the|% of variance/);
    assert.doesNotMatch(fromCsv, /silhouette|variance/);
  }
});

test('it is said what a csv or jsonl lacks to be drawn whole, where it lacks anything', async () => {
  const cases: [string, string[], string | null][] = [
    ['sizes', ['entropy', '--model', 'nano-s,nano-m', ...THREE], 'the power law over model sizes'],
    ['prompts', ['embed', '--limit', '20'], 'the share of variance and the silhouette of the vectors'],
    ['pairs', ['distance', '--limit', '20'], 'the UMAP of the texts'],
    ['square', ['distance', '--limit', '4', '--matrix'], 'the UMAP of the texts'],
    ['texts', ['entropy', ...THREE], null],
    ['embed', ['embed', ...THREE], 'the share of variance'],
    ['matrix', ['distance', '--matrix', ...THREE], null],
    ['theory', ['theory', '--alpha', '0.5'], null],
  ];
  for (const [name, args, missing] of cases) {
    const { result } = await made(`said-${name}`, args);
    assert.equal(notDrawn(await readResult(result)), null, name);
    for (const format of ['csv', 'jsonl'] as const)
      assert.equal(notDrawn(await readResult(await alsoAs(format, result))), missing, `${name} as ${format}`);
  }
  const file = join(FOLDER, 'said-pairs.csv');
  const { status, stdout, stderr } = await runHere(['plot', file]);
  assert.match(stdout, /^<svg/);
  const said = `llmgeo: ${file} holds no summary, so the UMAP of the texts is not drawn: save as .json for it\n`;
  assert.deepEqual([status, stderr], [0, said]);
  const quiet = await runHere(['plot', file, '--quiet']);
  assert.deepEqual([quiet.status, quiet.stderr], [0, '']);
  assert.ok(quiet.stdout === stdout);
});

test('the binary: a saved csv to stdout, and into every kind of file', async () => {
  const [csv, drawn] = ['cli.csv', 'cli.svg'].map((file) => join(FOLDER, file));
  assert.equal(
    (await runHere(['infogain', '--model', 'nano-xs', THREE[0], '-o', csv, '--plot', drawn])).status,
    0,
  );
  assert.ok(existsSync(`${csv}.meta.json`));
  const toStdout = llmgeo(['plot', csv]);
  assert.deepEqual([toStdout.status, toStdout.stderr], [0, '']);
  assert.ok(toStdout.stdout === readFileSync(drawn, 'utf8'));
  const [svg, png, pdf, spec] = ['again.svg', 'again.png', 'again.pdf', 'again.vl.json'].map((file) =>
    join(FOLDER, file),
  );
  for (const output of [svg, png, pdf, spec]) {
    const { status, stdout, stderr } = await runHere(['plot', csv, '-o', output]);
    assert.deepEqual([status, stdout, stderr], [0, '', '']);
  }
  assert.ok(readFileSync(svg, 'utf8') === toStdout.stdout);
  assert.equal(readFileSync(png).subarray(1, 4).toString(), 'PNG');
  assert.equal(readFileSync(pdf).subarray(0, 5).toString(), '%PDF-');
  assert.match(JSON.parse(readFileSync(spec, 'utf8')).$schema, /vega-lite/);
});

test('the binary refuses with 2, in two lines, and writes nothing', async () => {
  const folder = emptyFolder();
  const garbage = join(folder, 'garbage.csv');
  writeFileSync(garbage, 'a,b\n1,2\n');
  const output = join(folder, 'out.svg');
  const refused = async (args: string[], message: RegExp) => {
    const { status, stdout, stderr } = await runHere(['plot', ...args]);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, message);
    assert.equal(stderr.trimEnd().split('\n').length, 2, stderr);
  };
  await refused([join(folder, 'missing.csv'), '-o', output], /missing\.csv: does not exist/);
  await refused([garbage, '-o', output], /garbage\.csv: its columns are of no result that has a figure/);
  await refused([garbage, '-o', join(folder, 'out.eps')], /out\.eps.*unknown extension/);
  await refused([garbage, '-o', join(folder, 'no', 'out.svg')], /no does not exist/);
  await refused([], /missing required argument 'file'/);
  assert.deepEqual(readdirSync(folder), ['garbage.csv']);
});

/** A result of `infogain` by length that can be drawn, but for what is changed. */
function curve(more: Record<string, unknown> = {}): Result {
  const row = {
    model: 'made',
    revision: null,
    layer: 2,
    length: 1,
    texts: 2,
    information_gain_per_dim_mean: 0.1,
    information_gain_per_dim_sem: null,
    gain_per_dim_mean: 0.1,
    gain_per_dim_sem: null,
    ...more,
  } as Result['rows'][number];
  return { meta: {}, columns: Object.keys(row), rows: [row, { ...row, length: 2 }], summary: {} };
}

function refusedFigure(result: Result, message: RegExp): void {
  assert.throws(
    () => figureOf(result, 'made.csv'),
    (error: unknown) => {
      assert.ok(error instanceof InputError, String(error));
      assert.match(error.message, message);
      return true;
    },
  );
}

test('results without meta are drawn; those with nothing to draw are refused', async () => {
  assert.match(await toSvg(figureOf(curve(), 'made.csv')), /<svg/);
  refusedFigure({ ...curve(), rows: [] }, /made\.csv: has no rows/);
  refusedFigure({ ...curve(), columns: ['claim', 'verdict'] }, /its columns are of no result/);
});

test('a lost column is named, and a number that is none with its row', () => {
  const { texts: _, ...lacking } = curve().rows[0];
  refusedFigure({ ...curve(), columns: Object.keys(lacking), rows: [lacking] }, /lacks the column texts/);
  refusedFigure(curve({ gain_per_dim_mean: 'much' }), /row 1: gain_per_dim_mean "much" is not a number/);
});

test('every kind of result is refused or drawn whichever column is lost or spoilt, never a defect', async () => {
  for (const name of [...Object.keys(DRAWN_FROM_ROWS), 'embed']) {
    const result = await readResult(join(FOLDER, `${name}.json`));
    for (const column of result.columns)
      for (const value of [undefined, 'much', null]) {
        const rows = result.rows.map(({ [column]: _, ...row }) =>
          value === undefined ? row : { ...row, [column]: value },
        );
        try {
          figureOf({ ...result, columns: Object.keys(rows[0]), rows }, name);
        } catch (error) {
          assert.ok(error instanceof InputError, `${name} ${column} ${value}: ${error}`);
        }
      }
  }
});

test('rows that do not belong together are refused', async () => {
  const theory = await readResult(join(FOLDER, 'theory.json'));
  const rows = theory.rows.filter(({ quantity }) => !String(quantity).startsWith('exponent'));
  refusedFigure({ ...theory, rows }, /its rows cannot be drawn, some are missing or changed/);
});
