import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { emptyFolder, llmgeo } from './support/cli.ts';
import { lassoOracle, type OracleLasso } from './support/lasso-oracle.ts';
import { runHere } from './support/run-here.ts';

const COLUMNS =
  'model,revision,layer,text,target,target_position,position,token,lasso_coefficient,lasso_pick,attention,attention_pick';

interface Row {
  layer: number | string;
  text: number;
  weights?: string;
  target: string | number;
  target_position: number;
  lambda?: number;
  alpha?: number;
  position: number;
  token: string;
  lasso_coefficient: number | null;
  lasso_pick: boolean | null;
  attention: number;
  attention_pick: boolean | null;
}

interface Summary {
  weights?: string;
  target: string | number;
  target_position: number;
  convention: string;
  lambda: number;
  alpha: number;
  intercept: number | null;
  gap: number;
  iterations: number;
  converged: boolean;
  lasso_picks: string[];
  attention_picks: string[];
  jaccard: number | null;
  sink_share: number;
  reconstruction_error: { lasso: number; attention: number; lasso_coefficients: number };
}

async function json(args: string[], model = 'nano-xs') {
  const run = await runHere(['lasso', '--format', 'json', '--model', model, ...args]);
  assert.equal(run.status, 0, run.stderr);
  const { meta, rows, summary } = JSON.parse(run.stdout);
  return { meta, rows: rows as Row[], targets: summary.targets as Summary[] };
}

async function fails(args: string[], message: RegExp, hint = /./): Promise<void> {
  const run = await runHere(['lasso', '--model', 'nano-xs', ...args]);
  assert.equal(run.status, 2, run.stderr);
  assert.match(run.stderr, message);
  assert.match(run.stderr.trimEnd().split('\n').at(-1)!, hint);
  assert.equal(run.stdout, '');
}

test("with no argument the embedded model reads the paper's sentence and its three tokens", async () => {
  const run = await runHere(['lasso']);
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stderr, /nano-l/);
  const lines = run.stdout.trimEnd().split('\n');
  assert.equal(lines[0], COLUMNS);
  assert.equal(lines.length, 1 + 33 + 34 + 35);
  assert.match(lines[1], /^nano-l,main,6,0," China",32,0,Is,-0\.\d+,false,/);
  assert.match(lines.at(-1)!, /^nano-l,main,6,0," No",34,34," No",,,0\.\d+,$/, 'the target itself');
});

/** Rows and summary of one target against the oracle. */
function agree(rows: Row[], summary: Summary, expected: OracleLasso, tolerance: number): void {
  const own = rows.filter((row) => row.target_position === summary.target_position);
  expected.coefficients.data.forEach((value, j) => {
    assert.ok(Math.abs(own[j].lasso_coefficient! - value) < tolerance);
    assert.equal(own[j].lasso_pick, value > 0.01);
  });
  const words = expected.picks.map((j) => String(own[j].token).trim());
  assert.deepEqual(summary.lasso_picks, words);
  assert.ok(Math.abs(summary.lambda - expected.lambda) < 1e-15);
  assert.ok(summary.converged && summary.gap < 1e-10 && summary.iterations > 0);
  assert.ok(Math.abs(summary.reconstruction_error.lasso - expected.refit_error) < 1e-6);
  assert.ok(Math.abs(summary.reconstruction_error.lasso_coefficients - expected.fit_error) < 1e-6);
  if (expected.intercept === null) assert.equal(summary.intercept, null);
  else assert.ok(Math.abs(summary.intercept! - expected.intercept) < tolerance);
}

test('the picks of scikit-learn, in both conventions and with an intercept', async () => {
  const oracle = lassoOracle().models['nano-l'];
  const settings = {
    sklearn: [],
    sklearn_intercept: ['--intercept'],
    paper: ['--convention', 'paper'],
  } as const;
  for (const [setting, flags] of Object.entries(settings)) {
    const { rows, targets } = await json([...flags], 'nano-l');
    assert.equal(targets.length, 3);
    targets.forEach((summary, i) => {
      const expected = oracle.targets[i];
      assert.equal(summary.target, expected.target);
      assert.equal(summary.convention, setting === 'paper' ? 'paper' : 'sklearn');
      assert.ok(Math.abs(summary.lambda / (2 * 160 * summary.alpha) - 1) < 1e-12);
      // at λ = 1e-4 float32 states count for more, see lasso-selection.test.ts
      agree(rows, summary, expected[setting as keyof typeof settings], setting === 'paper' ? 1e-4 : 3e-6);
      if (setting !== 'sklearn_intercept')
        assert.ok(Math.abs(summary.reconstruction_error.attention - expected.attention_refit_error) < 1e-6);
    });
  }
});

test('attention: the raw head mean of the last block, of a block, or of all; self is not ranked', async () => {
  const [expected] = lassoOracle().models['nano-xs'].targets;
  const of = (layer: string) =>
    json(['--attention-layer', layer, '--target', 'China', lassoOracle().sentence]);
  const near = (rows: Row[], weights: ArrayLike<number>) =>
    rows.every((row, j) => Math.abs(row.attention - weights[j]) < 1e-5);
  const last = await of('last');
  assert.ok(near(last.rows, expected.attention.data));
  assert.ok(Math.abs(last.rows.reduce((sum, row) => sum + row.attention, 0) - 1) < 1e-5);
  assert.ok(near((await of('mean')).rows, expected.attention_mean_of_blocks.data));
  assert.deepEqual((await of(String(last.meta.models[0].blocks - 1))).rows, last.rows);
  const [summary] = last.targets;
  assert.equal(summary.sink_share, last.rows[0].attention);
  const self = last.rows.at(-1)!;
  assert.deepEqual([self.lasso_coefficient, self.lasso_pick, self.attention_pick], [null, null, null]);
  assert.equal(summary.attention_picks.length, last.rows.filter((row) => row.attention_pick).length);
});

test('targets: a word, a position, last, all, an id, several', async () => {
  const sentence = 'The king is here. The queen is there.';
  const positions = async (...args: string[]) =>
    (await json([sentence, ...args])).targets.map((t) => t.target_position);
  const [last] = await positions();
  assert.deepEqual(await positions('--target', 'last'), [last]);
  assert.deepEqual(
    await positions('--target', 'all'),
    Array.from({ length: last }, (_, i) => i + 1),
  );
  assert.deepEqual(await positions('--target', '3', '--target', '2'), [2, 3]);
  const { rows, targets } = await json([sentence, '--target', 'is']);
  assert.equal(targets[0].target, ' is');
  assert.ok(
    rows.slice(0, -1).some((row) => row.token === ' is'),
    'the last one of two',
  );
  const byId = await json(['--ids', '12,7,9,7,3', '--target', 'id:7']);
  assert.deepEqual([byId.targets[0].target, byId.targets[0].target_position], ['7', 3]);
  assert.deepEqual(
    byId.rows.map((row) => row.token),
    ['12', '7', '9', '7'],
  );
});

test('several texts keep their index; those without the target are left out with a note', async () => {
  const run = await runHere([
    'lasso',
    '--model',
    'nano-xs',
    '--format',
    'json',
    '--target',
    'king',
    'A king.',
    '',
    'A queen.',
    'One king and a king.',
  ]);
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stderr, /left out 1 target/);
  const notes = run.stderr.trimEnd().split('\n');
  assert.deepEqual(notes, [...new Set(notes)], 'nothing is said twice');
  assert.match(run.stderr, /text 3 has token " ?king" 2 times/);
  const { meta, rows } = JSON.parse(run.stdout);
  assert.deepEqual([...new Set(rows.map((row: Row) => row.text))], [0, 3]);
  assert.equal(meta.models[0].targets_skipped, 1);
});

test('a threshold decides on the picks of both, and nothing else', async () => {
  const of = (threshold: string) => json(['--target', 'No', '--threshold', threshold]);
  const [low, high] = [await of('0.001'), await of('0.9')];
  assert.ok(low.targets[0].lasso_picks.length > high.targets[0].lasso_picks.length);
  assert.ok(low.targets[0].attention_picks.length > high.targets[0].attention_picks.length);
  assert.deepEqual(
    low.rows.map((row) => row.lasso_coefficient),
    high.rows.map((row) => row.lasso_coefficient),
  );
  const none = (await of('5')).targets[0];
  assert.equal(none.jaccard, null, 'undefined where nothing is picked');
  assert.deepEqual([none.reconstruction_error.lasso, none.reconstruction_error.attention], [1, 1]);
});

test('--path adds λ and alpha to every row and gives the number of picks along it', async () => {
  const run = await runHere(['lasso', '--model', 'nano-xs', '--path', '--target', 'No']);
  assert.equal(run.status, 0, run.stderr);
  assert.equal(
    run.stdout.split('\n')[0],
    COLUMNS.replace('target_position,', 'target_position,lambda,alpha,'),
  );
  const { rows, targets } = await json(['--path', '--target', 'No']);
  const [summary] = targets as unknown as { lambda: number[]; alpha: number[]; lasso_picks: number[] }[];
  assert.equal(summary.lambda.length, 100);
  assert.ok(Math.abs(summary.lambda[99] / summary.lambda[0] - 1e-3) < 1e-12);
  summary.lambda.forEach((lambda, i) => {
    assert.ok(Math.abs(lambda / (64 * summary.alpha[i]) - 1) < 1e-12);
    const own = rows.filter((row) => row.lambda === lambda);
    assert.equal(own.length, 35);
    assert.equal(own.filter((row) => row.lasso_pick).length, summary.lasso_picks[i]);
  });
  assert.equal(summary.lasso_picks[0], 0);
});

test('repeated tokens: of equal rows the first carries the coefficient', async () => {
  const { rows, targets } = await json(['--layer', '0', '--ids', '5,5,5,5']);
  assert.ok(Math.abs(rows[0].lasso_coefficient! - (1 - targets[0].lambda / 2)) < 1e-9);
  assert.deepEqual(
    rows.slice(1).map((row) => row.lasso_coefficient),
    [0, 0, null],
  );
});

test('--layer all and --control give a result each', async () => {
  const { rows, targets } = await json(['--layer', 'all', '--target', 'No', '--control']);
  const runs = [...new Set(rows.map(({ weights, layer }) => `${weights} ${layer}`))];
  assert.deepEqual(runs, [
    'trained 0',
    'trained 1',
    'trained 2',
    'untrained 0',
    'untrained 1',
    'untrained 2',
  ]);
  assert.deepEqual(targets.map(({ weights }) => weights).slice(2, 4), ['trained', 'untrained']);
});

test('the mean picks of the first 32 held-out documents are those of the model card', async (t) => {
  const claims = new URL('../../../shared/nano/claims.json', import.meta.url);
  if (!existsSync(claims)) return t.skip('no ../shared beside the repository');
  const file = new URL('../../models/heldout.jsonl', import.meta.url).pathname;
  const { targets } = await json(
    ['--file', file, '--limit', '32', '--max-tokens', '64', '--quiet'],
    'nano-m',
  );
  const mean = (of: (target: Summary) => number) =>
    (targets.reduce((sum, target) => sum + of(target), 0) / targets.length).toFixed(2);
  assert.equal(
    mean(({ lasso_picks }) => lasso_picks.length),
    '18.56',
  );
  assert.equal(
    mean(({ attention_picks }) => attention_picks.length),
    '8.34',
  );
});

test('wrong flags and targets are exit 2 and say what to do', async () => {
  await fails(['--target', 'Berlin'], /no token "Berlin"/, /tokens: Is, London/);
  await fails(['--target', '99'], /no token at position 99/, /0 to 34/);
  await fails(['--target', '0'], /first token has no earlier one/);
  await fails(['--ids', '5'], /one token only/);
  await fails(['--strength', '0'], /--strength "0" is not a number above 0/);
  await fails(['--threshold', '-1'], /--threshold "-1"/);
  await fails(['--convention', 'lars'], /--convention "lars" is unknown/, /sklearn, paper/);
  await fails(['--attention-layer', 'first'], /--attention-layer "first"/, /last, mean/);
  await fails(['--attention-layer', '9'], /attention layer 9/, /from 0/);
  await fails(['--path', '--strength', '0.1'], /--path with --strength/);
  await fails(
    ['--path', '--target', 'all', 'king '.repeat(400)],
    /rows, .*100 times, are too many/,
    /fewer targets/,
  );
});

test('the same command gives the same bytes', async () => {
  const args = ['lasso', '--model', 'nano-s', '--format', 'json', '--convention', 'paper'];
  assert.equal(llmgeo(args).stdout, (await runHere(args)).stdout);
});

test('--plot draws what `plot` draws again from the saved result', async () => {
  const folder = emptyFolder();
  const [csv, svg] = [join(folder, 'lasso.csv'), join(folder, 'lasso.svg')];
  const run = await runHere([
    'lasso',
    '--model',
    'small=nano-xs',
    '-o',
    csv,
    '--plot',
    svg,
    '--width',
    '12cm',
  ]);
  assert.equal(run.status, 0, run.stderr);
  const lines = readFileSync(csv, 'utf8');
  assert.ok(lines.startsWith(COLUMNS) && lines.includes('\nsmall,main,'), 'a name of its own');
  const { models } = JSON.parse(readFileSync(`${csv}.meta.json`, 'utf8'));
  assert.deepEqual([models[0].model, models[0].alias_of], ['small', 'nano-xs']);
  assert.match(readFileSync(svg, 'utf8'), /^<svg [^>]* width="454"/);
  const again = join(folder, 'again.svg');
  const redrawn = await runHere(['plot', csv, '-o', again, '--width', '12cm']);
  writeFileSync(join(folder, 'log'), redrawn.stderr);
  assert.equal(redrawn.status, 0, redrawn.stderr);
  assert.equal(readFileSync(again, 'utf8'), readFileSync(svg, 'utf8'));
});
