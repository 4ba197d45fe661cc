import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { chooseSource, hasTexts, type TextOptions } from '../src/text/source.ts';

test('each source is recognised, files by their extension', () => {
  const cases: [TextOptions, object][] = [
    [{ texts: ['a', 'b'] }, { kind: 'arguments', texts: ['a', 'b'] }],
    [{ texts: [''] }, { kind: 'arguments', texts: [''] }],
    [{ texts: ['-'] }, { kind: 'stdin' }],
    [
      { texts: [], file: 'a.txt' },
      { kind: 'lines', file: 'a.txt' },
    ],
    [
      { texts: [], file: 'a.jsonl' },
      { kind: 'jsonl', file: 'a.jsonl', field: 'text' },
    ],
    [
      { texts: [], file: 'a.jsonl.gz', field: 'x' },
      { kind: 'jsonl', file: 'a.jsonl.gz', field: 'x' },
    ],
    [
      { texts: [], datasetFile: 'a.jsonl.gz' },
      { kind: 'jsonl', file: 'a.jsonl.gz', field: 'chosen' },
    ],
    [
      { texts: [], datasetFile: 'a.jsonl', field: 'rejected' },
      { kind: 'jsonl', file: 'a.jsonl', field: 'rejected' },
    ],
    [
      { texts: [], ids: '12,7' },
      { kind: 'ids', ids: [12, 7] },
    ],
    [
      { texts: [], ids: 'i.jsonl' },
      { kind: 'id-file', file: 'i.jsonl' },
    ],
  ];
  for (const [options, expected] of cases) {
    assert.deepEqual(chooseSource(options), expected);
    assert.equal(hasTexts(options), true);
  }
});

test('no source and several sources are refused', () => {
  assert.equal(hasTexts({ texts: [] }), false);
  assert.throws(() => chooseSource({ texts: [] }), InputError);
  assert.throws(() => chooseSource({ texts: ['a', '-'] }), /texts as arguments, - \(stdin\)/);
  assert.throws(() => chooseSource({ texts: ['a'], file: 'b.txt' }), /texts as arguments, --file/);
  assert.throws(() => chooseSource({ texts: [], datasetFile: 'b.jsonl', ids: '1' }), /--dataset, --ids/);
});

test('unknown kinds of file are refused', () => {
  assert.throws(() => chooseSource({ texts: [], file: 'a.csv' }), /unknown kind of text file: a\.csv/);
  assert.throws(() => chooseSource({ texts: [], file: 'a.txt.gz' }), InputError);
  assert.throws(() => chooseSource({ texts: [], ids: 'a.txt' }), /neither ids nor a \.jsonl file/);
});

test('a field where there are none is refused, not ignored', () => {
  assert.throws(() => chooseSource({ texts: ['a'], field: 'x' }), /--field x with texts as arguments/);
  assert.throws(() => chooseSource({ texts: [], file: 'a.txt', field: 'x' }), /--field x with --file/);
});
