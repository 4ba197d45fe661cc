import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { readResult } from '../src/io/read-result.ts';
import { formatResult } from '../src/report/formats/format.ts';
import { metaJson } from '../src/report/formats/json.ts';
import type { Result } from '../src/report/result.ts';
import { emptyFolder } from './support/cli.ts';

const FOLDER = emptyFolder();

function saved(name: string, content: string): string {
  const path = join(FOLDER, name);
  writeFileSync(path, content);
  return path;
}

async function refuses(path: string, message: RegExp): Promise<void> {
  await assert.rejects(readResult(path), (error: unknown) => {
    assert.ok(error instanceof InputError, String(error));
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /\n/);
    assert.match(error.hint!, /\.csv, \.json or \.jsonl/);
    return true;
  });
}

const STRINGS = [
  '',
  ' 5',
  '\n',
  '\n# not a comment',
  '1e5',
  'true',
  'null',
  '"',
  'a,b',
  '\r\n',
  '☂',
  '007',
  'NaN',
];

const RESULT: Result = {
  meta: { tool: 'llmgeo', options: { sigma: 0.01 } },
  columns: ['model', 'revision', 'layer', 'token', 'target', 'gain', 'lasso_pick', 'label'],
  rows: STRINGS.map((token, i) => ({
    model: '160',
    revision: i % 2 === 0 ? null : 'step64',
    layer: i % 2 === 0 ? 6 : 'last-raw',
    token,
    target: token,
    gain: [0.1 + 0.2, -1.5, 5e-324, 1.7976931348623157e308, null][i % 5],
    lasso_pick: [true, false, null][i % 3],
    label: ['1', 'true', null, ''][i % 4],
  })),
  summary: { of: ['a', 1, null] },
};

function written(format: 'csv' | 'json' | 'jsonl'): string {
  return [...formatResult(RESULT, format)].join('');
}

test('csv, json and jsonl come back as they were: numbers, names that look like numbers, null, awkward tokens', async () => {
  const json = await readResult(saved('a.json', written('json')));
  assert.deepEqual(json, RESULT);
  for (const format of ['csv', 'jsonl'] as const) {
    const path = saved(`a.${format}`, written(format));
    saved(`a.${format}.meta.json`, metaJson(RESULT));
    assert.deepEqual(await readResult(path), RESULT, format);
  }
});

test('without the meta beside it a csv has its rows', async () => {
  const path = saved('alone.csv', written('csv'));
  assert.deepEqual(await readResult(path), { ...RESULT, meta: {}, summary: {} });
});

test('the extension counts in capitals too', async () => {
  assert.deepEqual((await readResult(saved('A.JSON', written('json')))).rows, RESULT.rows);
  assert.deepEqual((await readResult(saved('B.CSV', written('csv')))).rows, RESULT.rows);
});

test('an empty csv, a header alone and an empty jsonl are results without rows', async () => {
  for (const [name, content] of [
    ['none.csv', ''],
    ['header.csv', 'model,gain\n'],
    ['none.jsonl', ''],
  ])
    assert.deepEqual((await readResult(saved(name, content))).rows, []);
});

test('what is no file, or of no kind that llmgeo writes, is refused', async () => {
  await refuses(join(FOLDER, 'missing.csv'), /missing\.csv: does not exist/);
  mkdirSync(join(FOLDER, 'folder.csv'));
  await refuses(join(FOLDER, 'folder.csv'), /folder\.csv: is a folder/);
  await refuses(saved('table.txt', 'a table'), /table\.txt: unknown kind/);
  await refuses(saved('nothing', ''), /nothing: holds nothing/);
  await refuses(saved('bare', '{}'), /bare: unknown kind/);
});

test('without an extension, a result is known by its beginning', async () => {
  for (const format of ['csv', 'json', 'jsonl'] as const)
    assert.deepEqual((await readResult(saved(`known-${format}`, written(format)))).rows, RESULT.rows, format);
  const compact = JSON.stringify({ meta: RESULT.meta, rows: RESULT.rows, summary: RESULT.summary });
  assert.deepEqual(await readResult(saved('compact', compact)), RESULT);
});

test('the headings between csv files appended to one another are no rows', async () => {
  const twice = await readResult(saved('twice.csv', written('csv') + written('csv')));
  assert.deepEqual(twice.rows, [...RESULT.rows, ...RESULT.rows]);
});

test('garbage is refused in one line', async () => {
  await refuses(saved('g.json', '{"meta": '), /g\.json: cannot be read/);
  await refuses(saved('g.csv', 'a,b\n1,2,3\n'), /g\.csv: cannot be read/);
  await refuses(saved('q.csv', 'a,b\n"1,2\n'), /q\.csv: cannot be read/);
  await refuses(saved('g.jsonl', '{"a": 1}\n{"a"'), /g\.jsonl: cannot be read/);
  await refuses(saved('rows.jsonl', '{"a": 1}\n5\n'), /rows\.jsonl: cannot be read: 5 is no row/);
});

test('json that is no result is refused, whatever it is', async () => {
  const shapes = ['null', '5', '[]', '{}', '{"meta": {}, "rows": [], "summary": null}'];
  shapes.push('{"meta": [], "rows": [], "summary": {}}', '{"meta": {}, "rows": [1], "summary": {}}');
  for (const shape of shapes)
    await refuses(saved('shape.json', shape), /shape\.json: lacks meta, rows or summary/);
});

test('a meta that is none is refused, and named', async () => {
  const path = saved('m.csv', written('csv'));
  saved('m.csv.meta.json', 'null');
  await refuses(path, /m\.csv\.meta\.json: is no meta/);
  saved('m.csv.meta.json', '{');
  await refuses(path, /m\.csv\.meta\.json: cannot be read/);
});
