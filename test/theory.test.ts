import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isAsExpected } from '../src/experiments/theory/row.ts';
import { scalingExponents } from '../src/experiments/theory/skills.ts';
import { emptyFolder, llmgeo } from './support/cli.ts';
import { runHere } from './support/run-here.ts';

const COLUMNS = 'model,revision,layer,text,theorem,alpha,quantity,predicted,measured,holds,kind,expected';
const THEOREMS = [
  'Eq. (1)',
  'Lemma 3.6',
  'Theorem 3.7',
  'Theorem 3.8',
  'Lemma 3.10',
  'Theorem 3.11',
  'Lemma 3.14',
  'Theorem 3.15',
  'Lemma 3.17',
  'Theorem 3.18',
  'Section 3.1',
  'Def 4.2',
  'Theorem 4.1',
  'Eqs (3), (4)',
  'Eq. (5)',
  'Theorem A.1',
];

interface Row {
  model: string | null;
  layer: number | null;
  text: number | null;
  theorem: string;
  alpha: number | null;
  quantity: string;
  predicted: number;
  measured: number | null;
  holds: boolean | null;
  kind: string;
  expected: boolean | null;
}

interface Theory {
  rows: Row[];
  summary: Record<string, number>;
  meta: { options: object };
}

async function json(args: string[]): Promise<Theory> {
  const run = await runHere(['theory', '--format', 'json', '--model', 'nano-xs', ...args]);
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

const { rows, summary, meta } = await json([]);

function only(theorem: string, part: string, alpha: number | null = null): Row {
  const found = rows.filter(
    (row) => row.theorem === theorem && row.quantity.includes(part) && row.alpha === alpha,
  );
  assert.ok(found.length > 0, `${theorem}: ${part}`);
  return found[0];
}

test('with no argument every theorem has rows, and the embedded model runs on the paper sentence', async () => {
  const run = await runHere(['theory']);
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stderr, /nano-l/);
  const lines = run.stdout.trimEnd().split('\n');
  assert.equal(lines[0], COLUMNS);
  assert.match(lines[1], /^,,,,/, 'no model in a row of section 3');
  assert.ok(lines.some((line) => line.startsWith('nano-l,main,6,0,Theorem 4.1,')));
  assert.deepEqual([...new Set(rows.map(({ theorem }) => theorem))].sort(), [...THEOREMS].sort());
  assert.deepEqual(meta.options, { alpha: [0.1, 0.5, 1], skills: 1_000_000, max_tokens: null });
});

test('claim 13: exponents without a bound, and how M = 1e6 bends them', () => {
  const published = [
    { alpha: 1, inCount: -1.001, inFlops: -0.334 },
    { alpha: 0.5, inCount: -0.519, inFlops: -0.208 },
    { alpha: 0.1, inCount: -0.204, inFlops: -0.097 },
  ];
  for (const { alpha, inCount, inFlops } of published) {
    const finite = scalingExponents(alpha, 1_000_000);
    assert.equal(finite.inCount.fitted!.toFixed(3), inCount.toFixed(3));
    assert.equal(finite.inFlops.fitted!.toFixed(3), inFlops.toFixed(3));
    const unbounded = scalingExponents(alpha, null);
    assert.ok(unbounded.inCount.deviation! < 0.001 && unbounded.inFlops.deviation! < 0.001);
    assert.equal(only('Theorem 3.8', 'H - C in S, M unbounded', alpha).holds, true);
    assert.equal(only('Theorem 3.8', 'H - C in S, M = 1000000', alpha).holds, alpha === 1);
    assert.equal(only('Lemma 3.6', 'C not subtracted', alpha).holds, false, 'H itself is no power law');
  }
});

test('lemmas on small distributions hold, and fail where a condition is dropped', () => {
  const discrete = rows.filter(({ theorem }) => /3\.1[014578]/.test(theorem));
  assert.equal(discrete.length, 14);
  for (const { quantity, holds } of discrete)
    assert.equal(holds, !/condition|dropped/.test(quantity), quantity);
  const none = only('Theorem 3.15', 'none good');
  assert.equal(none.measured, none.predicted, 'equal, so not below');
});

test('a program can tell an erratum from a defect: no row is other than expected', () => {
  const judged = rows.filter(({ holds }) => holds !== null);
  assert.equal(summary.not_as_expected, 0);
  assert.equal(summary.as_expected, judged.length);
  assert.equal(summary.holds + summary.fails, judged.length);
  for (const { kind, holds, expected, quantity } of rows) {
    if (kind === 'theorem') assert.deepEqual([expected, holds ?? true], [true, true], quantity);
    else if (kind === 'condition dropped') assert.deepEqual([expected, holds], [false, false], quantity);
    else assert.match(kind, /^(erratum|approximation)$/);
    if (/condition/.test(quantity)) assert.equal(kind, 'condition dropped');
    if (/printed/.test(quantity)) assert.equal(kind, 'erratum');
  }
});

test('as expected: a theorem that holds, an erratum that does not, and whatever may be either', () => {
  assert.equal(isAsExpected({ holds: true, expected: true }), true);
  assert.equal(isAsExpected({ holds: false, expected: true }), false);
  assert.equal(isAsExpected({ holds: true, expected: false }), false);
  assert.equal(isAsExpected({ holds: false, expected: null }), true);
  assert.equal(isAsExpected({ holds: null, expected: true }), null);
});

test('section 3.1: the ½ belongs to the divergence, and 1/α is not Z', () => {
  assert.equal(only('Section 3.1', 'KL(').holds, true);
  assert.equal(only('Section 3.1', 'corrected').holds, true);
  assert.equal(only('Section 3.1', 'as printed').holds, false);
  assert.equal(only('Section 3.1', 'Z against 1/α, M = 1000000', 0.1).holds, false);
  assert.equal(only('Section 3.1', 'γ = 0.75, α = 1e-2..1e-4, M unbounded').holds, true);
});

test('claim 12 and the bound of Def 4.2 on the states of a model', () => {
  const corrected = only('Theorem 4.1', 'corrected');
  assert.ok(corrected.measured! < 1e-12 && corrected.holds);
  const printed = only('Theorem 4.1', 'as printed');
  assert.ok(printed.measured! > 1e-2 && printed.holds === false);
  assert.equal(only('Def 4.2', 'I <= ½ rank').holds, true);
  assert.equal(only('Def 4.2', 'printed last step').holds, false);
});

test('eq. (3) with (4) is an identity, eq. (5) is not', () => {
  assert.equal(only('Eqs (3), (4)', 'largest').holds, true);
  assert.ok(only('Eq. (5)', 'median').measured! > 0.1);
});

test('claim 11: Theorem A.1 on the last two texts, and null where they are one', async () => {
  assert.ok(Math.abs(only('Theorem A.1', 'slope').measured! - 3) < 0.05);
  assert.ok(Math.abs(only('Theorem A.1', 'd_JS /').measured! - 1) < 0.01);
  const same = (await json(['The king.', 'The king.'])).rows.filter(
    ({ theorem }) => theorem === 'Theorem A.1',
  );
  assert.deepEqual(
    same.map(({ measured, holds }) => [measured, holds]),
    [
      [null, null],
      [null, null],
    ],
  );
});

test('one token, and the same token again, give numbers or null', async () => {
  const single = (await json(['--ids', '7'])).rows.filter(({ model }) => model !== null);
  assert.deepEqual(
    single.filter(({ theorem }) => /Theorem|Eqs|Eq. .5/.test(theorem)).map(({ measured }) => measured),
    [null, null, null, null, null, null],
  );
  const repeated = (await json(['--ids', '7,7,7,7'])).rows.filter(({ theorem }) => theorem === 'Def 4.2');
  assert.equal(repeated[0].holds, true, 'the bound is attained');
});

test('the summary counts verdicts and lists the exponents', () => {
  const { holds, fails, without_verdict } = summary;
  assert.equal(holds + fails + without_verdict, rows.length);
  assert.equal(rows.filter((row) => row.holds === false).length, fails);
  const exponents = summary.exponents as unknown as {
    alpha: number;
    in_n: { predicted: number; finite: number };
  }[];
  assert.deepEqual(
    exponents.map(({ alpha }) => alpha),
    [0.1, 0.5, 1],
  );
  assert.deepEqual(Object.keys(exponents[0].in_n), [
    'predicted',
    'unbounded',
    'unbounded_deviation',
    'finite',
    'finite_deviation',
  ]);
});

test('--alpha, --skills, --control and --layer do as they say', async () => {
  const other = await json([
    '--alpha',
    '0.3',
    '--skills',
    '20000',
    '--layer',
    'all',
    '--control',
    'The king is here.',
  ]);
  const alphas = new Set(other.rows.map(({ alpha }) => alpha));
  assert.deepEqual([...alphas], [null, 0.3]);
  assert.ok(other.rows.some(({ quantity }) => quantity.endsWith('M = 20000')));
  const states = other.rows.filter(({ theorem }) => theorem === 'Theorem 4.1') as (Row & {
    weights: string;
  })[];
  assert.deepEqual(
    states.filter((_, i) => i % 2 === 0).map(({ weights, layer }) => `${weights} ${layer}`),
    [0, 1, 2].map((layer) => `trained ${layer}`).concat([0, 1, 2].map((layer) => `untrained ${layer}`)),
  );
});

test('wrong flags are exit 2 and name the value', async () => {
  for (const [flag, value] of [
    ['--alpha', '0'],
    ['--alpha', '0.5,x'],
    ['--alpha', '11'],
    ['--skills', '10000'],
    ['--skills', '1e-6'],
  ]) {
    const run = await runHere(['theory', flag, value]);
    assert.equal(run.status, 2, `${flag} ${value}`);
    assert.ok(run.stderr.includes(value.split(',').at(-1)!), run.stderr);
  }
});

test('the same command gives the same bytes, and --plot draws both panels', async () => {
  const svg = join(emptyFolder(), 'theory.svg');
  const args = ['theory', '--model', 'nano-s', '--format', 'csv'];
  const first = await runHere([...args, '--plot', svg]);
  assert.equal(first.stdout, llmgeo(args).stdout);
  const drawn = readFileSync(svg, 'utf8');
  assert.match(drawn, /\(a\) Lemma 3\.6[\s\S]*\(b\) Theorem 3\.8/);
  assert.match(drawn, /α = 0\.1, M = 1,000,000/);
});
