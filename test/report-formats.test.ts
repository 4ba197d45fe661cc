import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Format, formatOfExtension, formatResult, parseFormat } from '../src/report/formats/format.ts';
import { checkResult, type Result } from '../src/report/result.ts';
import { csvRecords } from './support/csv-records.ts';

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
  const [header, ...records] = csvRecords(text('csv', awkward));
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
