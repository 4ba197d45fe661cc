import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCsv } from '../src/csv.ts';
import { toCsv } from '../src/report/formats/csv.ts';

test('rows by column name; empty lines are left out', () => {
  const text = 'a,b\n1,x\n\n2,"y, ""z"""\n';
  assert.deepEqual(
    parseCsv(text).map((row) => ({ ...row })),
    [
      { a: '1', b: 'x' },
      { a: '2', b: 'y, "z"' },
    ],
  );
});

test('a # begins no comment: a model may be called so', () => {
  assert.deepEqual({ ...parseCsv('model,b\n#x,1\n')[0] }, { model: '#x', b: '1' });
});

test('what the tool writes is read back as it was', () => {
  const tokens = ['plain', ' the', '\n', '\n#', '"', ',', '""', 'a\r\nb', '\r', '\t', 'é😀', '0012', '#', ''];
  const rows = tokens.map((token, position) => ({ model: 'nano-xs', position, token, gain: position / 3 }));
  const text = [
    ...toCsv({ meta: {}, columns: ['model', 'position', 'token', 'gain'], rows, summary: {} }),
  ].join('');
  const read = parseCsv(text);
  assert.deepEqual(
    read.map(({ token }) => token),
    tokens,
  );
  assert.deepEqual(
    read.map(({ gain }) => Number(gain)),
    rows.map(({ gain }) => gain),
  );
});

test('lines of Windows are lines, and an empty field that is not quoted is null', () => {
  assert.deepEqual({ ...parseCsv('a,b\r\n1,\r\n')[0] }, { a: '1', b: null });
  assert.deepEqual({ ...parseCsv('\uFEFFa,b\n1,""\n')[0] }, { a: '1', b: '' });
});

test('a header alone, and nothing at all, have no row', () => {
  assert.deepEqual(parseCsv('a,b\n'), []);
  assert.deepEqual(parseCsv(''), []);
});

test('a row with more or fewer fields than the header, and an open quote, are errors', () => {
  for (const text of ['a,b\n1\n', 'a,b\n1,2,3\n', 'a,b\n"1,2\n'])
    assert.throws(() => parseCsv(text), Error, text);
});
