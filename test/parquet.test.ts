import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { InputError } from '../src/errors.ts';
import { randomIndex, seededRandom } from '../src/random.ts';
import { readTexts } from '../src/text/read.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/parquet/', import.meta.url));
const { files } = JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8')) as {
  files: Record<string, Record<string, (string | null)[]>>;
};
const folder = mkdtempSync(join(tmpdir(), 'llmgeo-parquet-'));
after(() => rmSync(folder, { recursive: true }));

const fixture = (name: string) => join(fixtures, `${name}.parquet`);
const read = (path: string, field?: string, limit?: number) =>
  readTexts({ texts: [], file: [path], field, limit });

describe('gives what pyarrow reads, null as an empty text', () => {
  for (const [name, fields] of Object.entries(files))
    for (const [field, expected] of Object.entries(fields))
      test(`${name}, ${field}`, async () => {
        const { texts } = await read(fixture(name), field);
        assert.deepEqual(
          texts.map(({ text }) => text),
          expected.map((text) => text ?? ''),
        );
      });
});

test('context and label come along, whole numbers with every digit', async () => {
  const { texts, field } = await read(fixture('row-groups'), undefined, 3);
  assert.equal(field, 'text');
  assert.deepEqual(texts, [
    { index: 0, text: 'the king', label: '1152921504606846976' },
    { index: 1, text: '', context: 'c1', label: '1152921504606846977' },
    { index: 2, text: 'café 日本語 😀', context: 'c0', label: '1152921504606846978' },
  ]);
  const { texts: own } = await read(fixture('row-groups'), 'context', 2);
  assert.deepEqual(own[1], { index: 1, text: 'c1', label: '1152921504606846977' });
  assert.equal((await read(fixture('datasets'))).texts[1].label, 'false');
});

async function refused(path: string, field: string | undefined, message: RegExp, hint = /./): Promise<void> {
  await assert.rejects(read(path, field), (error: unknown) => {
    assert.ok(error instanceof InputError, String(error));
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /\n/);
    assert.match(error.hint, hint);
    return true;
  });
}

test('a column or field that is not there is named with those that are', async () => {
  await refused(
    fixture('plain'),
    'txt',
    /plain\.parquet: no column "txt"$/,
    /columns there: id, text, label, context$/,
  );
  await refused(
    fixture('nested'),
    undefined,
    /no column "text"$/,
    /columns there: doc, messages, a\.b, bytes$/,
  );
  await refused(
    fixture('nested'),
    'doc.txt',
    /row 1: no field "doc\.txt"$/,
    /fields there: doc\.text, doc\.of$/,
  );
  await refused(fixture('nested'), 'doc', /row 1: field "doc" is not a string$/);
  await refused(fixture('plain'), 'id', /row 1: field "id" is not a string$/);
});

test('what is no whole Parquet file is refused in one line', async () => {
  const whole = readFileSync(fixture('snappy'));
  const at = (name: string, bytes: string | Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const broken = /is not a whole Parquet file that llmgeo can read/;
  await refused(at('cut.parquet', whole.subarray(0, -100)), undefined, broken);
  await refused(at('begun.parquet', whole.subarray(100)), undefined, broken);
  await refused(at('empty.parquet', ''), undefined, broken);
  await refused(at('jsonl.parquet', '{"text": "a"}\n'), undefined, broken);
  await refused(at('short.parquet', 'PAR1'), undefined, broken);
  await refused(fixture('nested'), 'bytes', broken);
  await refused(join(folder, 'none.parquet'), undefined, /no such file/);
  copyFileSync(fixture('snappy'), join(folder, 'named.txt'));
  await refused(join(folder, 'named.txt'), undefined, /is packed as Parquet/, /whose name ends in \.parquet/);
  await refused(at('packed.parquet.gz', gzipSync(whole)), undefined, /is packed as Parquet/);
});

test('a changed byte gives texts or one line, and an end', async () => {
  const random = seededRandom(4);
  for (const name of ['snappy', 'nested', 'pages-v2']) {
    const whole = readFileSync(fixture(name));
    for (let i = 0; i < 60; i++) {
      const changed = Buffer.from(whole);
      for (let n = 1 + randomIndex(3, random); n > 0; n--)
        changed[randomIndex(changed.length, random)] = randomIndex(256, random);
      const path = join(folder, 'changed.parquet');
      writeFileSync(path, changed);
      await read(path, name === 'nested' ? 'doc.text' : undefined).catch((error: unknown) =>
        assert.ok(error instanceof InputError, `${name} ${i}: ${error}`),
      );
    }
  }
});
