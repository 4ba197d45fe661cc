import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Format, formatOfExtension, formatResult, parseFormat } from '../src/report/formats/format.ts';
import { checkResult, type Result } from '../src/report/result.ts';
import { parseCsv } from './support/parse-csv.ts';

const result: Result = {
  meta: { tool: 'llmgeo 0.1.0', options: { sigma: 0.01 } },
  columns: ['model', 'layer', 'position', 'token', 'gain', 'pick'],
  rows: [
    { model: 'nano-l', layer: 6, position: 0, token: 'Is', gain: 4.6052201834882585, pick: true },
    { model: 'nano-l', layer: 6, position: 10, token: ' London', gain: 1e-7 / 3, pick: false },
    { model: 'nano-l', layer: 6, position: 2, token: '\n', gain: null },
  ],
  summary: {
    first: 4.605,
    means: { a: 0.5, b: null },
    picks: ['x', ' y'],
    long: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  },
};

const text = (format: Format, of: Result = result) => [...formatResult(of, format)].join('');

/** Tokens that a careless writer of CSV or a terminal would stumble over. */
const AWKWARD = [
  '"',
  ',',
  '\n',
  '\r',
  '\r\n',
  ' lead',
  'trail ',
  '',
  '""',
  '=1+1',
  '🙂',
  '\t',
  '#',
  "'",
  ';',
  'a"b,c\nd',
];
const awkward: Result = {
  meta: {},
  columns: ['token', 'position'],
  rows: AWKWARD.map((token, position) => ({ token, position })),
  summary: {},
};

test('csv: header, full precision, null empty, booleans in words', () => {
  const expected = [
    'model,layer,position,token,gain,pick',
    'nano-l,6,0,Is,4.6052201834882585,true',
    'nano-l,6,10," London",3.3333333333333334e-8,false',
    'nano-l,6,2,"\n",,',
    '',
  ].join('\n');
  assert.equal(text('csv'), expected);
});

test('csv: awkward tokens come back as they were', () => {
  const [header, ...records] = parseCsv(text('csv', awkward));
  assert.deepEqual(header, ['token', 'position']);
  assert.deepEqual(
    records.map(([token]) => token),
    AWKWARD,
  );
  const lines = text('csv', awkward).split('\n');
  assert.ok(lines.includes('"""",0'));
  assert.ok(lines.includes('" lead",5'));
  assert.ok(lines.includes('"",7'), 'an empty string differs from null');
  assert.ok(lines.includes('=1+1,9'), 'a token is data and not rewritten');
});

test('csv: a result without rows keeps its header', () => {
  assert.equal(text('csv', { ...result, rows: [] }), 'model,layer,position,token,gain,pick\n');
});

test('json: one row a line, keys in the order of the columns, null for what is missing', () => {
  const expected = `{
  "meta": {
    "tool": "llmgeo 0.1.0",
    "options": {
      "sigma": 0.01
    }
  },
  "rows": [
    {"model":"nano-l","layer":6,"position":0,"token":"Is","gain":4.6052201834882585,"pick":true},
    {"model":"nano-l","layer":6,"position":10,"token":" London","gain":3.3333333333333334e-8,"pick":false},
    {"model":"nano-l","layer":6,"position":2,"token":"\\n","gain":null,"pick":null}
  ],
  "summary": {}
}
`;
  assert.equal(text('json', { ...result, summary: {} }), expected);
  const shuffled = { gain: 1, token: 'x', layer: 0, model: 'm', position: 0, pick: true, extra: 9 };
  const { rows } = JSON.parse(text('json', { ...result, rows: [shuffled] }));
  assert.deepEqual(Object.keys(rows[0]), result.columns);
  assert.deepEqual(JSON.parse(text('json', { ...result, rows: [] })).rows, []);
});

test('jsonl: one row a line, nothing else', () => {
  const lines = text('jsonl', awkward).split('\n');
  assert.equal(lines.pop(), '');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    awkward.rows,
  );
});

test('table: constant columns above, numbers right-aligned to six digits, whitespace visible', () => {
  const expected = `model nano-l   layer 6

position  token          gain  pick
       0  Is          4.60522  true
      10  ·London  3.33333e-8  false
       2  ⏎                 -  -

first: 4.605
means.a: 0.5
means.b: -
picks: x ·y
long: 1 2 3 4 5 6 7 8 9
`;
  assert.equal(text('table'), expected);
});

test('table: a token cannot steer the terminal, and wide characters keep the columns', () => {
  const hostile = ['\u001b[31mred', '\u009b2J', '\rover', '\u202eabc', '\ud800', '日本', 'plain'];
  const table = text('table', { ...awkward, rows: hostile.map((token, position) => ({ token, position })) });
  assert.doesNotMatch(table, /(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
  assert.match(table, /^\\u\{1b\}\[31mred +0$/m);
  const lines = table.split('\n');
  const plain = lines.find((line) => line.startsWith('plain'))!;
  const wide = lines.find((line) => line.startsWith('日本'))!;
  assert.equal(wide.length, plain.length - 2, 'two characters that fill four places');
});

/** What stands below the table of one row. */
function below(summary: Result['summary']): string {
  const one = { ...result, rows: [{ ...result.rows[0], revision: 'main' }], summary };
  return text('table', one).split('\n').slice(5).join('\n');
}

test('table: records of a summary are a small table, with what they share above', () => {
  const record = (metric: string, silhouette: number | null, low: number) => ({
    model: 'nano-l',
    layer: 6,
    metric,
    texts: 45,
    separation: { context: { silhouette, low }, label: { silhouette: -0.25 } },
    picks: ['a', ' \u001b'],
    umap: [{ x: 1, y: 2 }],
  });
  const distances = [record('js', 0.5, 0.25), record('logdet', null, 1)];
  assert.equal(
    below({ gamma: 1e-6, distances, after: [] }),
    `gamma: 0.000001

distances (umap: whole with --format json)
  texts 45   label.silhouette -0.25   picks a ·\\u{1b}

  metric  context.silhouette  context.low
  js                0.500000     0.250000
  logdet                   -            1

after: none
`,
  );
});

test('table: records too wide for a terminal are blocks of lines, and so is a single one', () => {
  const words = ['France', ' UK'];
  const target = (name: string, position: number) => ({
    text: 0,
    target: name,
    target_position: position,
    error: { lasso: position / 8, attention: 0.5 },
    ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`a_long_name_${i}`, position + i])),
    picks: words,
    weights: Array.from({ length: position }, () => 1),
  });
  const lines = below({ targets: [target('?', 20), target('?', 21)] }).split('\n');
  assert.deepEqual(lines.slice(1, 7), [
    '  text 0   target ?   picks France ·UK',
    '',
    '  target_position 20',
    '    error: lasso 2.5   attention 0.5',
    '    a_long_name_0: 20',
    '    a_long_name_1: 21',
  ]);
  assert.ok(lines.includes(`    weights: ${'1 '.repeat(20).trimEnd()}`));
  assert.ok(lines.includes('    weights: 21 values'));
  const [name, , ...single] = below({ targets: [target(' No', 21)] }).split('\n');
  assert.equal(name, 'targets (weights: whole with --format json)');
  assert.deepEqual(single.slice(0, 3), [
    '  target: ·No',
    '  target_position: 21',
    '  error: lasso 2.625   attention 0.5',
  ]);
});

test('table: the first forty of many records, records alike, and fields that only some have', () => {
  const many = Array.from({ length: 42 }, (_, i) => ({ metric: `m${i}` }));
  const lines = below({ many }).trimEnd().split('\n');
  assert.deepEqual([lines.length, lines.at(-2)], [43, '  m39']);
  assert.equal(lines.at(-1), '  ... 2 more with --format json');
  assert.equal(below({ alike: [{ a: 1 }, { a: 1 }] }).trimEnd(), 'alike\n  a 1');
  const fits = [
    { n: 1, offset: { gamma: 2 } },
    { n: 2, offset: 'too few' },
    { n: 3, offset: null },
  ];
  assert.equal(
    below({ fits }),
    'fits\n  n  offset.gamma  offset\n  1             2  -\n  2             -  too few\n  3             -  -\n',
  );
  assert.equal(
    below({
      views: [
        { n: 1, view: null },
        { n: 2, view: { s: 3 } },
      ],
    }).includes('view '),
    false,
  );
});

test('table: pieces of a long table share their columns', () => {
  const rows = Array.from({ length: 250 }, (_, position) => ({
    token: position === 249 ? 'longest token' : 'x',
    position,
  }));
  const lines = text('table', { ...awkward, rows })
    .trimEnd()
    .split('\n');
  assert.equal(lines.length, 251);
  assert.equal(new Set(lines.map((line) => line.length)).size, 1);
});

test('many rows leave in many pieces', () => {
  const rows = Array.from({ length: 5000 }, (_, position) => ({ token: 'x', position }));
  for (const format of ['table', 'csv', 'json', 'jsonl'] as const) {
    const pieces = [...formatResult({ ...awkward, rows }, format)];
    assert.ok(pieces.length >= 10, format);
    assert.ok(pieces.every((piece) => piece.length < 1 << 16));
  }
});

test('NaN and infinities never leave', () => {
  const withGain = (gain: number): Result => ({ ...result, rows: [{ gain: 1 }, { gain }] });
  assert.throws(() => checkResult(withGain(Number.NaN)), /NaN in column "gain", row 1/);
  assert.throws(() => checkResult(withGain(-Infinity)), /-Infinity in column "gain"/);
  assert.throws(() => checkResult({ ...result, summary: { a: [0, Number.NaN] } }), /NaN in summary\.a\.1/);
  assert.throws(() => checkResult({ ...result, meta: { b: Infinity } }), /Infinity in meta\.b/);
  checkResult(result);
});

test('names of formats and extensions', () => {
  assert.equal(formatOfExtension('a/b.CSV'), 'csv');
  assert.equal(formatOfExtension('b.jsonl'), 'jsonl');
  assert.equal(formatOfExtension('b.txt'), 'table');
  assert.equal(formatOfExtension('b.constructor'), undefined);
  assert.equal(formatOfExtension('a.csv/b'), undefined);
  assert.throws(() => parseFormat('xml'), { name: 'InputError', message: /xml/, hint: /csv/ });
});
