import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { emptyFolder, llmgeo } from './support/cli.ts';
import { type EntropyMetrics, entropyMetrics, relative } from './support/entropy-oracle.ts';
import { fixturesModel, GOLDEN_NAMES, type GoldenCase, golden } from './support/goldens.ts';
import { NANO_NAMES } from './support/oracles.ts';
import { runHere } from './support/run-here.ts';

const COLUMNS =
  'text,tokens,dim,entropy,entropy_normalized,entropy_ceiling,matrix_entropy,matrix_entropy_normalized,' +
  'effective_rank,stable_rank';
const PUBLISHED_COLUMNS =
  'family,model,parameters,dim,dataset,matrix_entropy_normalized,rank_ratio,entropy_normalized,' +
  'null_entropy_normalized';
/** Relative, of a float32 forward pass. */
const TOLERANCE = 2e-7;
const CLAIMS = new URL('../../../shared/nano/claims.json', import.meta.url);

type Row = Record<string, number> & { model: string; revision: string | null };

async function json(args: string[]) {
  const run = await runHere(['entropy', '--format', 'json', ...args]);
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

test('with no argument the embedded model reads the held-out documents', async () => {
  const run = await runHere(['entropy', '--limit', '2']);
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stderr, /nano-l/);
  const lines = run.stdout.trimEnd().split('\n');
  assert.equal(lines[0], `model,revision,layer,${COLUMNS}`);
  assert.match(lines[1], /^nano-l,main,6,0,334,160,/);
  assert.equal(lines.length, 3);
});

/** What a row has and what float64 says of it, of the quantities that are defined. */
function pairs(row: Row, expected: EntropyMetrics, center: boolean): [found: number, expected: number][] {
  const matrix = center ? expected.matrix_entropy_centered : expected.matrix_entropy;
  if (matrix === undefined) assert.equal(row.matrix_entropy, null);
  return [
    [row.entropy, expected.entropy['0.1'].L],
    [row.entropy_normalized, expected.entropy['0.1'].norm],
    [row.stable_rank, expected.stable_rank],
    ...(matrix ? [[row.matrix_entropy, matrix.nats] as [number, number]] : []),
  ];
}

/** The largest relative difference over rows; of one token the uncentred entropy is 0, and NumPy's its rounding. */
function worstOf(rows: Row[], cases: GoldenCase[], lastLayer: number, center: boolean): number {
  const all = rows.flatMap((row) => {
    const key = row.layer === lastLayer ? 'last' : `layer${row.layer}`;
    const expected = entropyMetrics(cases[row.text])[key];
    return expected ? pairs(row, expected, center) : [];
  });
  assert.ok(all.length >= 4 * cases.length - 2);
  return Math.max(...all.map(([found, value]) => (value < 1e-9 ? Math.abs(found) : relative(found, value))));
}

for (const name of GOLDEN_NAMES)
  test(`${name}: every entropy and rank from ids, centred and not`, async (t) => {
    const cases = Object.values(golden(name).cases);
    const ids = join(emptyFolder(), 'ids.jsonl');
    writeFileSync(ids, cases.map((entry) => `${JSON.stringify({ ids: entry.ids })}\n`).join(''));
    for (const flags of [[], ['--no-center']]) {
      const { rows, meta } = await json([
        '--model',
        fixturesModel(name),
        '--ids',
        ids,
        '--layer',
        'all',
        ...flags,
      ]);
      const worst = worstOf(rows, cases, meta.models[0].blocks, flags.length === 0);
      t.diagnostic(`largest relative difference ${worst.toExponential(1)}`);
      assert.ok(worst > 0 && worst < TOLERANCE, `differs by ${worst}`);
    }
  });

test('the nano suite: means over the held-out documents, the slope and the null model', async (t) => {
  if (!existsSync(CLAIMS)) return t.skip('the shared data are not here');
  const claims = JSON.parse(readFileSync(CLAIMS, 'utf8'));
  const { summary } = await json([
    '--model',
    NANO_NAMES.join(),
    '--max-tokens',
    '200',
    '--seed',
    '0',
    '--quiet',
  ]);
  const digits = (value: number, of: number) => Number(value.toFixed(String(of).split('.')[1]?.length ?? 0));
  for (const [i, name] of NANO_NAMES.entries()) {
    const expected = claims[name];
    const means = summary.means[i];
    assert.equal(means.model, name);
    assert.equal(digits(means.matrix_entropy, expected.centred.H), expected.centred.H);
    assert.equal(
      digits(means.matrix_entropy_normalized, expected.centred.H_over_logd),
      expected.centred.H_over_logd,
    );
    assert.equal(digits(means.rank_ratio * means.dim, expected.centred.eff_rank), expected.centred.eff_rank);
    assert.equal(digits(means.rank_ratio, expected.centred.r_over_d), expected.centred.r_over_d);
    assert.equal(digits(means.eq1, expected.centred.eq1), expected.centred.eq1);
    assert.equal(digits(means.entropy_normalized, expected['L_eps_norm_0.1']), expected['L_eps_norm_0.1']);
  }
  const [fit] = summary.power_law;
  assert.deepEqual([digits(fit.slope, 0.001), digits(fit.r2, 0.001)], [-0.207, 0.966]);
  assert.equal(digits(fit.null_slope, 0.001), -0.413);
  assert.ok(fit.low < fit.slope && fit.slope < fit.high && fit.high - fit.low < 0.02);
  assert.equal(fit.residual_degrees_of_freedom, 2);
  assert.equal(fit.offset_fit, 'too few models');
  assert.match(fit.note, /texts/);
});

test('--control adds the untrained model, and a column that says so', async () => {
  const run = await runHere([
    'entropy',
    '--model',
    'nano-xs',
    '--control',
    '--limit',
    '2',
    '--max-tokens',
    '40',
  ]);
  assert.equal(run.status, 0, run.stderr);
  const [header, ...lines] = run.stdout.trimEnd().split('\n');
  assert.equal(header, `model,revision,weights,layer,${COLUMNS}`);
  assert.deepEqual(
    lines.map((line) => line.split(',').slice(0, 5).join()),
    [
      'nano-xs,main,trained,2,0',
      'nano-xs,main,trained,2,1',
      'nano-xs,,untrained,2,0',
      'nano-xs,,untrained,2,1',
    ],
  );
});

test('entropies keep to their ceiling, ranks to their bounds, in every layer', async () => {
  const texts = ['The king.', 'The queen is in the garden.', 'Yes'];
  const { rows } = await json(['--model', 'nano-s', '--layer', 'all,last-raw', ...texts]);
  assert.deepEqual([...new Set(rows.map((row: Row) => row.layer))], [0, 1, 2, 3, 4, 'last-raw']);
  for (const row of rows as Row[]) {
    assert.ok(row.entropy > 0 && row.entropy_normalized <= row.entropy_ceiling && row.entropy_ceiling <= 1);
    assert.ok(row.stable_rank >= 1 && row.stable_rank <= row.tokens);
    if (row.matrix_entropy === null) continue;
    assert.ok(row.effective_rank >= 1 && row.effective_rank <= row.tokens - 1 + 1e-9);
    assert.ok(relative(row.effective_rank, Math.exp(row.matrix_entropy)) < 1e-14);
    assert.ok(relative(row.matrix_entropy_normalized, row.matrix_entropy / Math.log(64)) < 1e-14);
  }
});

test('one token, or one token repeated, has no centred matrix entropy: null, and empty in CSV', async () => {
  const ids = join(emptyFolder(), 'ids.jsonl');
  writeFileSync(ids, `{"ids": [7]}\n{"ids": [${Array(300).fill(7)}]}\n`);
  for (const row of (await json(['--model', 'nano-xs', '--ids', ids])).rows as Row[]) {
    assert.deepEqual(
      [row.matrix_entropy, row.matrix_entropy_normalized, row.effective_rank],
      [null, null, null],
    );
    assert.ok(Math.abs(row.stable_rank - 1) < 1e-9);
  }
  const lines = (await runHere(['entropy', '--model', 'nano-xs', '--ids', ids])).stdout.trimEnd().split('\n');
  assert.match(lines[1], /,,,,1$/);
  const uncentred = await json(['--model', 'nano-xs', '--ids', ids, '--no-center']);
  for (const row of uncentred.rows as Row[]) assert.ok(Math.abs(row.effective_rank - 1) < 1e-9);
});

test('--no-center changes the matrix entropy and nothing else; --eps the entropy and nothing else', async () => {
  const measured = async (...flags: string[]): Promise<Row> =>
    (await json(['--model', 'nano-xs', 'The king is in London.', ...flags])).rows[0];
  const [plain, uncentred, coarse] = [
    await measured(),
    await measured('--no-center'),
    await measured('--eps', '0.5'),
  ];
  const changed = (other: Row) => Object.keys(plain).filter((key) => plain[key] !== other[key]);
  assert.deepEqual(changed(uncentred), ['matrix_entropy', 'matrix_entropy_normalized', 'effective_rank']);
  assert.deepEqual(changed(coarse), ['entropy', 'entropy_normalized', 'entropy_ceiling']);
});

test('--rank-mean rank is the mean of the ranks, which is larger', async () => {
  const args = ['--model', 'nano-xs', '--limit', '3'];
  const [log] = (await json(args)).summary.means;
  const [rank] = (await json([...args, '--rank-mean', 'rank'])).summary.means;
  assert.ok(relative(rank.rank_ratio * 32, rank.effective_rank) < 1e-12);
  assert.ok(relative(log.rank_ratio * 32, Math.exp(log.matrix_entropy)) < 1e-12);
  assert.ok(rank.rank_ratio > log.rank_ratio);
});

test('a sweep over revisions gives Diff-eRank, negative in the end on the nano suite', async () => {
  const args = ['--model', 'nano-s', '--revision', 'step0,step512,main', '--limit', '4'];
  const { summary, meta } = await json(args);
  assert.deepEqual(
    summary.diff_erank.map(({ revision }: { revision: string }) => revision),
    ['step512', 'main'],
  );
  const ranks = summary.means.map((means: Record<string, number>) => Math.exp(means.matrix_entropy));
  assert.ok(relative(summary.diff_erank[1].diff_erank, ranks[0] - ranks[2]) < 1e-12);
  assert.ok(summary.diff_erank[1].diff_erank < 0);
  assert.match(summary.diff_erank_is, /at step0\) - exp\(mean H trained\)/);
  assert.equal(meta.options.rank_mean, 'log');
});

test('--published needs no model and gives Fig 1 with the null model', async () => {
  const run = await runHere(['entropy', '--published']);
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stderr, /^llmgeo: a summary was left out.*\n$/);
  const lines = run.stdout.trimEnd().split('\n');
  assert.equal(lines[0], PUBLISHED_COLUMNS);
  assert.equal(lines.length, 90);
  const { summary } = await json(['--published']);
  assert.equal(summary.fits.length, 11);
  assert.equal(summary.fits[0].slope.toFixed(4), '-0.4177');
  assert.equal(summary.fits[0].null_slope.toFixed(4), '-0.4485');
  const other = await json(['--published', '--parameters', 'non-embedding']);
  assert.equal(other.summary.fits.length, 4);
  assert.equal(other.rows.at(-1).parameters, null);
});

test('--published beside what would need a model is exit 2, and names it', async () => {
  const flags = [
    ['--model', 'nano-xs'],
    ['--layer', 'last'],
    ['--revision', 'main'],
    ['--control'],
    ['--no-center'],
    ['--rank-mean', 'log'],
    ['--limit', '3'],
    ['--max-tokens', '3'],
    ['--dataset', 'hh-rlhf'],
    ['--ids', '1,2'],
  ];
  for (const flag of flags) {
    const run = await runHere(['entropy', '--published', ...flag]);
    assert.equal(run.status, 2);
    assert.match(run.stderr, new RegExp(`--published with ${flag[0]}`));
  }
  assert.match((await runHere(['entropy', '--published', 'A text.'])).stderr, /--published with a text/);
});

test('wrong values are exit 2 and name themselves', async () => {
  for (const [flag, value] of [
    ['--eps', '0'],
    ['--eps', 'small'],
    ['--rank-mean', 'mean'],
    ['--parameters', 'all'],
  ]) {
    const run = await runHere(['entropy', flag, value]);
    assert.equal(run.status, 2, `${flag} ${value}`);
    assert.ok(run.stderr.includes(`${flag} "${value}"`), run.stderr);
  }
  const tiny = await runHere(['entropy', '--model', 'nano-xs', '--eps', '1e-9', 'The king.']);
  assert.equal(tiny.status, 2);
  assert.match(tiny.stderr, /eps 1e-9 is too small/);
});

test('every kind of figure is drawn', async () => {
  const texts = ['The king is in London.', 'Yes'];
  const kinds: Record<string, string[]> = {
    'Entropy of texts': ['--model', 'nano-xs', ...texts],
    'Entropy by layer': ['--model', 'nano-xs', '--layer', 'all', ...texts],
    'Entropy over training': ['--model', 'nano-s', '--revision', 'step0,main', ...texts],
    'Entropy and model size, published': ['--published'],
  };
  const svg = join(emptyFolder(), 'a.svg');
  for (const [title, args] of Object.entries(kinds)) {
    const run = await runHere(['entropy', '--plot', svg, ...args]);
    assert.equal(run.status, 0, run.stderr);
    const drawn = readFileSync(svg, 'utf8');
    assert.ok(drawn.includes(title), `no "${title}"`);
    assert.doesNotMatch(drawn, /NaN|Infinity/);
  }
});

test('the same command gives the same bytes, intervals and figure included', async () => {
  const folder = emptyFolder();
  const args = [
    'entropy',
    '--format',
    'json',
    '--model',
    'nano-xs,nano-s,nano-m',
    '--control',
    '--limit',
    '2',
  ];
  const resultsOf = async (run: typeof runHere | typeof llmgeo, name: string) => {
    const { status, stdout, stderr } = await run([
      ...args,
      '--max-tokens',
      '40',
      '--plot',
      join(folder, name),
    ]);
    assert.equal(status, 0, stderr);
    return { json: stdout, svg: readFileSync(join(folder, name), 'utf8') };
  };
  const [a, b] = [await resultsOf(runHere, 'a.svg'), await resultsOf(llmgeo, 'b.svg')];
  assert.deepEqual(a, b);
  assert.match(a.svg, /Entropy and model size, measured/);
  const { summary } = JSON.parse(a.json);
  assert.deepEqual(
    summary.power_law.map(({ weights }: { weights: string }) => weights),
    ['trained', 'untrained'],
  );
});
