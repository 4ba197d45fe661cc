import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { HELDOUT_FILE } from '../src/text/defaults.ts';
import { readTexts } from '../src/text/read.ts';

const folder = mkdtempSync(join(tmpdir(), 'llmgeo-read-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

test('arguments are read as they stand, the empty one too', async () => {
  assert.deepEqual(await readTexts({ texts: ['a', ''] }), {
    texts: [
      { index: 0, text: 'a' },
      { index: 1, text: '' },
    ],
  });
});

test('stdin gives one text a line', async () => {
  const { texts } = await readTexts({ texts: ['-'] }, Readable.from([Buffer.from('a\n\nb\n')]));
  assert.deepEqual(texts, [
    { index: 0, text: 'a' },
    { index: 1, text: '' },
    { index: 2, text: 'b' },
  ]);
});

test('a JSONL file gives field, annotations and the hash of its bytes as stored', async () => {
  const bytes = gzipSync('{"prompt":"a","context":"c","label":"l"}\n{"prompt":"b"}\n');
  assert.deepEqual(await readTexts({ texts: [], file: file('a.jsonl.gz', bytes), field: 'prompt' }), {
    texts: [
      { index: 0, text: 'a', context: 'c', label: 'l' },
      { index: 1, text: 'b' },
    ],
    hash: createHash('sha256').update(bytes).digest('hex'),
    field: 'prompt',
  });
});

test('a list of ids and a file of ids give ids', async () => {
  assert.deepEqual(await readTexts({ texts: [], ids: '3,4' }), { texts: [{ index: 0, ids: [3, 4] }] });
  const { texts } = await readTexts({ texts: [], ids: file('i.jsonl', '{"ids":[5]}') });
  assert.deepEqual(texts, [{ index: 0, ids: [5] }]);
});

test('a limit stops before what lies behind it, and the hash is still of the whole file', async () => {
  const path = file('l.jsonl', '{"text":"a"}\n{"text":"b"}\nnot JSON\n');
  const { texts, hash } = await readTexts({ texts: [], file: path, limit: 2 });
  assert.equal(texts.length, 2);
  assert.equal(hash, createHash('sha256').update(readFileSync(path)).digest('hex'));
  assert.equal((await readTexts({ texts: ['a', 'b'], limit: 1 })).texts.length, 1);
});

test('a bad line is named by file, number and the fields there are', async () => {
  const missing = file('m.jsonl', '{"text":"a"}\n{"chosen":"a","rejected":"b"}\n');
  await assert.rejects(readTexts({ texts: [], file: missing }), (error: Error & { hint: string }) => {
    assert.match(error.message, /m\.jsonl, line 2: no field "text"/);
    assert.match(error.hint, /chosen, rejected/);
    return true;
  });
  await assert.rejects(readTexts({ texts: [], file: missing, field: 'toString' }), /no field "toString"/);
  await assert.rejects(
    readTexts({ texts: [], file: file('n.jsonl', '{"text":5}') }),
    /line 1: .*not a string/,
  );
  await assert.rejects(readTexts({ texts: [], file: file('j.jsonl', '{"text"\n') }), /line 1: not JSON/);
});

test('a file or stdin without any line is refused', async () => {
  await assert.rejects(readTexts({ texts: [], file: file('e.txt', '\n\n') }), /no text in .*e\.txt/);
  await assert.rejects(readTexts({ texts: ['-'] }, Readable.from([])), /no text in stdin/);
});

test('the embedded held-out documents are 64 texts', async () => {
  assert.equal((await readTexts({ texts: [], file: HELDOUT_FILE })).texts.length, 64);
});

test('of a very long text only what so many tokens can need is kept', async () => {
  const long = 'ab '.repeat(5000);
  const kept = { index: 0, text: long.slice(0, 2048), open: true };
  const lines = await readTexts({ texts: [], file: file('long.txt', `${long}\nb`), maxTokens: 2 });
  assert.deepEqual(lines.texts, [kept, { index: 1, text: 'b' }]);
  const jsonl = `${JSON.stringify({ text: long })}\n{"text": "b"}\n`;
  const objects = await readTexts({ texts: [], file: file('long.jsonl', jsonl), maxTokens: 2 });
  assert.deepEqual(objects.texts, [kept, { index: 1, text: 'b' }]);
  assert.equal((await readTexts({ texts: [], file: file('long.txt', long) })).texts[0].text, long);
});
