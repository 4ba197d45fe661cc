/** What other programs read in a CSV of ours: values that come from outside must come out as they went in. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { toCsv } from '../src/report/formats/csv.ts';
import { random } from './support/random.ts';

const PYTHON = process.env.LLMGEO_PYTHON ?? 'python3';
const has = (code: string) => spawnSync(PYTHON, ['-c', code]).status === 0;
const noPython =
  !has('import csv, sys; assert sys.version_info >= (3, 11)') &&
  `${PYTHON} is not 3.11 or later (LLMGEO_PYTHON names another Python)`;
const noPandas = !has('import pandas') && `${PYTHON} lacks pandas (LLMGEO_PYTHON names another Python)`;

/** What breaks readers, alone and between letters. */
const PIECES = [
  '\r',
  '\n',
  '\r\n',
  '"',
  '""',
  ',',
  ';',
  ' ',
  '\t',
  '\v',
  '\f',
  '\x1c',
  '\x85',
  '\xa0',
  "'",
  '\\',
].concat(['\u2028', '\u2029', '\uFEFF', '#', '=1', '😀', 'é', '\x00', '\x01', '\x1f', '\x7f', '-', '{', '%']);
const WHOLE = ['007', '1e400', '12345678901234567890', '1.10', 'true', 'null', 'NaN', 'NA', '-', 'x'];

const VALUES = [
  ...WHOLE,
  ...PIECES.flatMap((piece) => [piece, `a${piece}`, `${piece}b`, `a${piece}b`]),
  ...randomValues(2000),
];

function randomValues(count: number): string[] {
  const next = random(7);
  const below = (n: number) => Math.floor(n * next());
  const letters = [...PIECES, 'a', 'B', '0'];
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + below(6) }, () => letters[below(letters.length)]).join(''),
  );
}

const rows = VALUES.map((value, i) => ({ text: i, context: value, label: i % 3 === 0 ? null : 'x' }));
const CSV = [...toCsv({ meta: {}, columns: ['text', 'context', 'label'], rows, summary: {} })].join('');

/** The column `context` as a program in Python prints it as JSON. */
function readBy(code: string): string[] {
  const run = spawnSync(PYTHON, ['-c', code], { input: CSV, encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

test('csv-parse reads what went in', () => {
  const records = parse<{ context: string }>(CSV, { columns: true });
  assert.deepEqual(
    records.map(({ context }) => context),
    VALUES,
  );
});

test("Python's csv reads what went in", { skip: noPython }, () => {
  const code = `import csv, io, json, sys
text = io.TextIOWrapper(sys.stdin.buffer, 'utf-8', newline='')
print(json.dumps([row['context'] for row in csv.DictReader(text, strict=True)]))`;
  assert.deepEqual(readBy(code), VALUES);
});

test('pandas reads what went in', { skip: noPandas }, () => {
  const read = (options: string) => `import json, pandas, sys
frame = pandas.read_csv(sys.stdin.buffer, dtype=str, keep_default_na=False, ${options})
print(json.dumps(list(frame['context'])))`;
  assert.deepEqual(readBy(read("engine='c'")), VALUES);
  assert.deepEqual(readBy(read("engine='python'")), VALUES);
});
