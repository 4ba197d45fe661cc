import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { fileBytes } from '../src/text/bytes.ts';
import { idTexts, isIdList, parseIdList } from '../src/text/ids.ts';
import { linesOf } from '../src/text/lines.ts';
import type { Text } from '../src/text/text.ts';

const folder = mkdtempSync(join(tmpdir(), 'llmgeo-ids-'));
after(() => rmSync(folder, { recursive: true }));

async function read(content: string): Promise<Omit<Text, 'index'>[]> {
  const path = join(folder, 'ids.jsonl');
  writeFileSync(path, content);
  const texts: Omit<Text, 'index'>[] = [];
  for await (const text of idTexts(linesOf(fileBytes(path), path), path)) texts.push(text);
  return texts;
}

test('a list of ids is told from a file name', () => {
  for (const list of ['12', '12,7,9', '12, 7', '-3', '1.5', '', '1,2,x', '1, ü'])
    assert.equal(isIdList(list), true, list);
  for (const name of ['ids.jsonl', './12', '12.jsonl.gz', '1,2.jsonl', '1,a/b'])
    assert.equal(isIdList(name), false, name);
});

test('a list gives its ids', () => {
  assert.deepEqual(parseIdList('12,7,9'), [12, 7, 9]);
  assert.deepEqual(parseIdList(' 0, 5 '), [0, 5]);
});

test('what is no id in a list is named', () => {
  for (const list of ['', '1,,2', '-3', '1.5', '1 2', '99999999999999999999']) {
    assert.throws(() => parseIdList(list), InputError, list);
  }
  assert.throws(() => parseIdList('4,-3'), /--ids "4,-3": -3 is not a token id/);
  assert.throws(() => parseIdList('4,x'), /--ids "4,x": x is not a token id/);
});

test('a file gives one text a line, with context and label where they are', async () => {
  assert.deepEqual(await read('{"ids":[1,2]}\n{"ids":[],"context":"c","label":3}\n'), [
    { ids: [1, 2] },
    { ids: [], context: 'c', label: '3' },
  ]);
});

test('blank lines are passed over, and lines keep their numbers', async () => {
  assert.deepEqual(await read('\n{"ids":[1]}\n \t\r\n\v\f\n\u00a0\u3000\n\u0085\n{"ids":[2]}\n\n'), [
    { ids: [1] },
    { ids: [2] },
  ]);
  await assert.rejects(read('{"ids":[1]}\n\n{"ids":1}\n'), /line 3/);
});

test('a bad line is named by file and number', async () => {
  await assert.rejects(read('{"ids":[1]}\n{"text":"a"}\n'), /ids\.jsonl, line 2: no field "ids"/);
  await assert.rejects(read('{"ids":"12"}'), /line 1: no list in "ids"/);
  await assert.rejects(read('{"ids":[1,-2]}'), /line 1: -2 is not a token id/);
  await assert.rejects(read('{"ids":[1.5]}'), /1\.5 is not/);
  await assert.rejects(read('{"ids":["1"]}'), /"1" is not/);
  await assert.rejects(read('[1,2]'), /not a JSON object/);
  await assert.rejects(read('{"ids":[1]'), /not JSON/);
});
