import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { chooseSources, hasTexts, type TextFormat, type TextOptions } from '../src/text/source.ts';

function fileOf(file: string, format?: TextFormat, field?: string, usual = 'text') {
  const base = { kind: 'file', file, format, field: field ?? usual };
  return field === undefined ? base : { ...base, isFieldGiven: true };
}

test('each source is recognised; the extension of a file says how it holds texts, or nothing does', () => {
  const cases: [TextOptions, object[]][] = [
    [{ texts: ['a', 'b'] }, [{ kind: 'arguments', texts: ['a', 'b'] }]],
    [{ texts: [''] }, [{ kind: 'arguments', texts: [''] }]],
    [{ texts: ['-'] }, [fileOf('-', undefined)]],
    [{ texts: ['-'], field: 'x' }, [fileOf('-', 'json', 'x')]],
    [{ texts: [], file: ['a.txt'] }, [fileOf('a.txt', 'lines')]],
    [{ texts: [], file: ['a.TXT.gz'] }, [fileOf('a.TXT.gz', 'lines')]],
    [{ texts: [], file: ['a.jsonl', 'b.json'] }, [fileOf('a.jsonl', 'jsonl'), fileOf('b.json', 'json')]],
    [{ texts: [], file: ['a.jsonl.gz'], field: 'x' }, [fileOf('a.jsonl.gz', 'jsonl', 'x')]],
    [{ texts: [], file: ['-'] }, [fileOf('-', undefined)]],
    [{ texts: [], file: ['a.txt'], field: 'x' }, [fileOf('a.txt', 'json', 'x')]],
    [
      { texts: [], file: ['a.json.gz', 'a.txt.zst', 'a.jsonl.ZST'] },
      [fileOf('a.json.gz', 'json'), fileOf('a.txt.zst', 'lines'), fileOf('a.jsonl.ZST', 'jsonl')],
    ],
    [{ texts: [], file: ['a.parquet'], field: 'a.b' }, [fileOf('a.parquet', 'parquet', 'a.b')]],
    [
      { texts: [], datasetFiles: [{ path: 'a.jsonl.gz' }] },
      [fileOf('a.jsonl.gz', 'jsonl', undefined, 'chosen')],
    ],
    [
      {
        texts: [],
        datasetFiles: [{ path: 'a.jsonl', field: 'c', name: 'n', skipsEmpty: true }, { path: 'b' }],
      },
      [
        { ...fileOf('a.jsonl', 'jsonl', undefined, 'c'), name: 'n', skipsEmpty: true },
        fileOf('b', undefined, undefined, 'chosen'),
      ],
    ],
    [
      { texts: [], datasetFiles: [{ path: 'a.jsonl', field: 'c' }], field: 'rejected' },
      [fileOf('a.jsonl', 'jsonl', 'rejected')],
    ],
    [
      { texts: [], ids: ['12,7', 'i', '-'] },
      [
        { kind: 'ids', ids: [12, 7] },
        { kind: 'id-file', file: 'i' },
        { kind: 'id-file', file: '-' },
      ],
    ],
  ];
  for (const file of ['a.md', 'a.log', 'a', 'a.gz', '/dev/fd/63', './txt', 'a.txt/b'])
    cases.push([{ texts: [], file: [file] }, [fileOf(file, undefined)]]);
  for (const file of ['/dev/stdin', '/dev/fd/0', '/proc/self/fd/0'])
    cases.push(
      [{ texts: [], file: [file] }, [fileOf('-', undefined)]],
      [{ texts: [], ids: [file] }, [{ kind: 'id-file', file: '-' }]],
    );
  for (const [options, expected] of cases) {
    assert.deepEqual(chooseSources(options), expected);
    assert.equal(hasTexts(options), true);
  }
});

test('no source and several kinds are refused', () => {
  assert.equal(hasTexts({ texts: [] }), false);
  assert.throws(() => chooseSources({ texts: [] }), InputError);
  assert.throws(() => chooseSources({ texts: ['a', '-'] }), /texts as arguments, - \(stdin\)/);
  assert.throws(() => chooseSources({ texts: ['a'], file: ['b.txt'] }), /texts as arguments, --file/);
  assert.throws(
    () => chooseSources({ texts: [], datasetFiles: [{ path: 'b.jsonl' }], ids: ['1'] }),
    /--dataset, --ids/,
  );
});

test('a field where there are none is refused, not ignored', () => {
  assert.throws(() => chooseSources({ texts: ['a'], field: 'x' }), /--field x with texts as arguments/);
  assert.throws(() => chooseSources({ texts: [], ids: ['1'], field: 'x' }), /--field x with --ids/);
});
