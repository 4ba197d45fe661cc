import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { infogainAnswer } from '../src/experiments/infogain/answer.ts';
import { toTable } from '../src/report/formats/table.ts';
import type { Result, Row } from '../src/report/result.ts';
import type { Answering } from '../src/report/terminal/answer.ts';
import { type Page, pageOf, type Screen } from '../src/report/terminal/page.ts';

const screen = (columns: number, hasColors = true): Screen => ({
  isTTY: true,
  columns,
  hasColors: () => hasColors,
});
const ESCAPE = '\u001b[';
const FILE = pageOf(null, {});
const at = (width: number): Page => ({ ...FILE, width });

const draw = (result: Result, page = FILE, answer?: Answering) =>
  [...toTable(result, { page, answer })].join('');

const result: Result = {
  meta: {},
  columns: ['model', 'layer', 'position', 'token', 'measured', 'holds'],
  rows: [
    { model: 'nano-l', layer: 6, position: 0, token: 'Is', measured: 4.6052201834882585, holds: true },
    { model: 'nano-l', layer: 6, position: 10, token: ' London', measured: 1e-7 / 3, holds: false },
    { model: 'nano-l', layer: 6, position: 2, token: '\n', measured: null },
  ],
  summary: { first: 4.605, means: { a: 0.5, b: null }, picks: ['x', ' y'], long: [1, 2, 3] },
};

const column = (name: string, values: Row[string][]): Result => ({
  meta: {},
  columns: [name, 'position'],
  rows: values.map((value, position) => ({ [name]: value, position })),
  summary: {},
});

test('the summary comes first, then the rows: six digits on the right, whitespace visible', () => {
  assert.equal(
    draw(result),
    `model nano-l   layer 6

first: 4.605
means.a: 0.5
means.b: -
picks: x, ·y
long: 1, 2, 3

pos  token      measured  holds
  0  Is          4.60522  yes
 10  ·London  3.33333e-8  no
  2  ⏎                 -  -
pos = position
`,
  );
});

test('exact numbers keep no zeros, sizes are in words, and the least p that permutations give is a bound', () => {
  const last = (name: string, values: Row[string][]) =>
    draw({ ...column(name, values), columns: [name] })
      .trimEnd()
      .split('\n')
      .slice(1, 1 + values.length)
      .map((line) => line.trim());
  assert.deepEqual(last('alpha', [0.1, 0.5, 1]), ['0.1', '0.5', '1']);
  assert.deepEqual(last('measured', [0.1, 1 / 3]), ['0.100000', '0.333333']);
  assert.deepEqual(last('bytes', [999, 185_000, 23_844_000_000]), ['999 B', '185 kB', '23.8 GB']);
  assert.deepEqual(last('parameters', [91_008, 11_846_072_320]), ['91K', '11.8B']);
  assert.deepEqual(last('p_value', [0.0001, 0.0002]), ['≤ 1e-4', '0.0002']);
});

test('a reason that doctor gives is broken over lines, not cut, and no check is without its status', () => {
  const detail = 'this build of ONNX Runtime has no such device, only cpu, webgpu, cuda and tensorrt';
  const checks = ['device coreml', 'device dml'];
  const rows = checks.map((check) => ({ check, status: 'unavailable', detail }));
  const doctor = { meta: {}, columns: ['check', 'status', 'detail'], rows, summary: {} };
  for (const width of [40, 60, 80]) {
    const words = draw(doctor, at(width)).split(/\s+/);
    for (const word of ['unavailable', ...detail.split(' ')])
      assert.equal(words.filter((other) => other === word).length, 2, `${word} at ${width}`);
  }
});

test('a token cannot steer the terminal, and wide characters keep the columns', () => {
  const hostile = ['\u001b[31mred', '\u009b2J', '\rover', '\u202eabc', '\ud800', '日本', '👨‍👩‍👧', 'plain'];
  const table = draw(column('token', hostile), { ...at(80), colour: false });
  assert.doesNotMatch(table, /(?![\n\u200d])[\p{Cc}\p{Cf}\p{Cs}]/u);
  assert.match(table, /^\\u\{1b\}\[31mred +0$/m);
  const lines = table.trimEnd().split('\n').slice(0, -1);
  assert.deepEqual([...new Set(lines.map((line) => stringWidth(line)))].length, 1);
});

test('what matters least is left out first, and said', () => {
  const wide: Result = {
    meta: {},
    columns: ['position', 'token', 'token_id', 'information_gain', 'gain', 'gain_per_dim'],
    rows: [0, 1].map((position) => ({
      position,
      token: 'x',
      token_id: 7,
      information_gain: 9.2,
      gain: Math.PI / (position + 1),
      gain_per_dim: Math.E,
    })),
    summary: {},
  };
  assert.deepEqual(draw(wide, at(40)).split('\n').slice(0, 5), [
    'pos  token  id    I     gain',
    '  0  x       7  9.2  3.14159  ██████████',
    '  1  x       7  9.2  1.57080  █████',
    'left out: gain_per_dim; --format csv',
    '  has all',
  ]);
  assert.match(draw(wide, at(24)), /^left out: token_id,\n {2}information_gain,/m);
  assert.match(draw(wide, at(24)), /^pos {2}token {5}gain$/m);
});

test('columns that are named by numbers are left out by the first and the last', () => {
  const square: Result = {
    meta: {},
    columns: ['a', ...Array.from({ length: 30 }, (_, i) => String(i))],
    rows: [0, 1].map((a) => ({
      a,
      ...Object.fromEntries(Array.from({ length: 30 }, (_, i) => [i, i + Math.PI])),
    })),
    summary: {},
  };
  assert.match(draw(square, at(40)), /^left out: 4 to 29; --format csv has all$/m);
});

test('where too little would fit, each row is a card; so is a single row', () => {
  const rows = [0, 1].map((i) => ({
    theorem: 'Theorem 3.7',
    quantity: 'a long sentence of words',
    predicted: 1 / 3,
    measured: i + 0.5,
    holds: i === 1,
  }));
  const columns = ['theorem', 'quantity', 'predicted', 'measured', 'holds'];
  assert.equal(
    draw({ meta: {}, columns, rows, summary: {} }, at(40)),
    `theorem: Theorem 3.7
quantity: a long sentence of words
predicted: 0.333333   measured: 0.5
holds: no

theorem: Theorem 3.7
quantity: a long sentence of words
predicted: 0.333333   measured: 1.5
holds: yes
`,
  );
  assert.equal(
    draw({ meta: {}, columns: ['text', 'gain'], rows: [{ text: 0, gain: null }], summary: {} }),
    'text 0\n\ngain: -\n',
  );
});

test('words are set in lines of the room there is', () => {
  const table = draw(column('quantity', ['one two three four five six seven eight nine', 'x']), at(30));
  assert.deepEqual(table.split('\n').slice(0, 4), [
    'quantity                   pos',
    'one two three four five      0',
    'six seven eight nine',
    'x                            1',
  ]);
});

test('a terminal shows twenty rows and counts the others; a file has all', () => {
  const many = column(
    'measured',
    Array.from({ length: 990 }, (_, i) => i / 7),
  );
  const lines = draw(many, pageOf(screen(80), {})).split('\n');
  assert.equal(stripVTControlCharacters(lines[21]), '... 970 more: -o FILE or --all');
  assert.doesNotMatch(draw(many, pageOf(screen(80), {}, true)), /more/);
  assert.equal(draw(many).split('\n').length, 990 + 3);
});

test('records of a summary are a small table, with what they share above', () => {
  const record = (name: string, measured: number | null, low: number) => ({
    name,
    texts: 45,
    inner: { context: { measured, low }, label: { measured: -0.25 } },
    picks: ['a', ' \u001b'],
    points: [{ x: 1, y: 2 }],
  });
  const summary = { fits: [record('js', Math.PI, 0.25), record('logdet', null, 1)], after: [] };
  assert.equal(
    draw({ meta: {}, columns: ['position'], rows: [], summary }),
    `fits
texts 45   label.measured -0.25   picks a, ·\\u{1b}
name    context.measured  context.low
js               3.14159         0.25
logdet                 -            1
points: whole with --format json

after: none

pos
pos = position
`,
  );
});

test('a single record is a few lines, with a long text below', () => {
  const note = 'these words say at length what the numbers above do not say of themselves';
  const summary = { law: [{ slope: -0.25, r2: 0.99, low: null, note }] };
  assert.deepEqual(
    draw({ meta: {}, columns: ['position'], rows: [], summary }, at(40))
      .split('\n')
      .slice(0, 5),
    [
      'law',
      'slope -0.25   r2 0.99',
      'note these words say at length what',
      '  the numbers above do not say of',
      '  themselves',
    ],
  );
});

test('pieces of a long table share their columns', () => {
  const tokens = Array.from({ length: 250 }, (_, i) => (i === 249 ? 'longest token' : 'x'));
  const pieces = [...toTable(column('token', tokens))];
  assert.ok(pieces.length > 2);
  const lines = pieces.join('').trimEnd().split('\n').slice(0, -1);
  assert.equal(lines.length, 251);
  assert.equal(new Set(lines.map((line) => line.length)).size, 1);
});

test('colour is for a terminal alone, and not where it is unwanted or nobody watches', () => {
  const colour = (env: Record<string, string>, on: Screen | null = screen(80)) => pageOf(on, env).colour;
  assert.equal(colour({}), true);
  assert.equal(colour({ CI: 'false' }), true);
  assert.equal(colour({ CI: 'true' }), false);
  assert.equal(colour({}, screen(80, false)), false);
  assert.equal(colour({}, { ...screen(80), isTTY: false }), false);
  assert.equal(colour({}, null), false);
  assert.ok(draw(result, pageOf(screen(80), {})).includes(ESCAPE));
  assert.ok(!draw(result, pageOf({ ...screen(80), isTTY: false }, {})).includes(ESCAPE));
});

test('what Node says of colours is asked with the environment', () => {
  const asked: unknown[] = [];
  const env = { NO_COLOR: '1', TERM: 'dumb' };
  const watching = { ...screen(80), hasColors: (given: unknown) => asked.push(given) === 0 } as Screen;
  assert.equal(pageOf(watching, env).colour, false);
  assert.deepEqual(asked, [env]);
});

test('the width is that of COLUMNS, of the terminal, or 80', () => {
  assert.equal(pageOf(screen(132), {}).width, 132);
  assert.equal(pageOf(screen(132), { COLUMNS: '50' }).width, 50);
  assert.equal(pageOf(screen(0), { COLUMNS: 'wide' }).width, 80);
  assert.equal(pageOf(null, { COLUMNS: '200' }).width, 200);
  assert.equal(pageOf({ ...screen(132), isTTY: false }, {}).width, 80);
  assert.equal(pageOf(screen(3), {}).width, 20);
});

test('where the locale or the terminal knows no Unicode, bars and signs are ASCII', () => {
  const gains = column('gain', [4, 1]);
  const words = column('token', [' a\n', 'b'.repeat(200)]);
  for (const env of [{ LANG: 'C' }, { LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' }, { TERM: 'dumb' }]) {
    assert.match(draw(gains, pageOf(null, env)), /4 {2}#{16} +0\n +1 {2}#### +1\n/);
    assert.match(draw(words, pageOf(null, env)), /^[\x20-\x7e\n]*$/);
  }
  assert.match(draw(gains, pageOf(null, { LANG: 'en_US.utf8' })), /█{16}/);
});

test('infogain begins with the total, in nats and per dimension', () => {
  const of = (total: Row) =>
    draw({ ...column('gain', [1, 2]), summary: { totals: [total] } }, FILE, infogainAnswer);
  const text = {
    text: 0,
    tokens: 35,
    dim: 160,
    information_gain: 120.24567,
    information_gain_per_dim: 0.75153546,
  };
  assert.match(
    of(text),
    /^information gain 120\.246 nats in 35 tokens, 0\.751535 per dimension \(d = 160\)\n/,
  );
  assert.match(of({ ...text, tokens: 1 }), / in 1 token, /);
  const mean = {
    texts: 3,
    tokens_mean: 9.5,
    dim: 32,
    information_gain_mean: 40.5,
    information_gain_sem: 1.25,
    information_gain_per_dim_mean: 1.265625,
  };
  assert.match(
    of(mean),
    /^information gain 40\.5 nats \(sem 1\.25\), mean of 3 texts of 9\.5 tokens, 1\.26563\n {2}per dimension/,
  );
});

test('doctor gives the whole reason for what does not work, at any width', () => {
  const detail = 'no usable answer from huggingface.co: getaddrinfo ENOTFOUND huggingface.co';
  const rows = [{ check: 'network', status: 'unavailable', detail }];
  for (const columns of [40, 80]) {
    const two = [...rows, { check: 'Node', status: 'ok', detail: 'v20.20.2' }];
    const result = { meta: { command: 'doctor' }, columns: Object.keys(rows[0]), rows: two, summary: {} };
    const shown = draw(result, { ...pageOf(null, {}), width: columns });
    assert.ok(shown.replaceAll(/\n +/g, ' ').includes(detail), shown);
    assert.match(shown, /network[\s\S]*unavailable/);
  }
});
