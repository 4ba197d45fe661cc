import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { InputError } from '../src/errors.ts';
import { fileBytes, textBytes } from '../src/text/bytes.ts';
import { type Line, linesOf } from '../src/text/lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'llmgeo-lines-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const fileLines = (path: string, mostBytes?: number) => linesOf(fileBytes(path), path, mostBytes);

async function contents(lines: AsyncIterable<Line>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line.content);
  return all;
}

test('a final newline makes no line, empty lines before it neither, empty lines between do', async () => {
  assert.deepEqual(await contents(fileLines(file('a.txt', 'one\n\ntwo'))), ['one', '', 'two']);
  assert.deepEqual(await contents(fileLines(file('b.txt', 'one\n\ntwo\n'))), ['one', '', 'two']);
  assert.deepEqual(await contents(fileLines(file('c.txt', '\none\n\n\n'))), ['', 'one']);
  assert.deepEqual(await contents(fileLines(file('d.txt', ''))), []);
});

test('spaces are text: nothing is trimmed', async () => {
  assert.deepEqual(await contents(fileLines(file('spaces.txt', ' a \n  \n'))), [' a ', '  ']);
});

test('CRLF and a byte-order mark are taken off, a CR or U+FEFF inside stays', async () => {
  assert.deepEqual(await contents(fileLines(file('crlf.txt', '\uFEFFa\r\nb\rc\r\n\uFEFFd\r\n'))), [
    'a',
    'b\rc',
    '\uFEFFd',
  ]);
});

test('lines count from 1, empty ones included', async () => {
  const numbers: number[] = [];
  for await (const line of fileLines(file('n.txt', 'a\n\n\nb\n'))) numbers.push(line.number);
  assert.deepEqual(numbers, [1, 2, 3, 4]);
});

test('a character cut by a chunk border is whole', async () => {
  const bytes = Buffer.from('héé\n日本\n');
  const single = Readable.from([...bytes].map((byte) => Buffer.from([byte])));
  assert.deepEqual(await contents(linesOf(textBytes(single, 'stdin'), 'stdin')), ['héé', '日本']);
});

test('gzip is unpacked; a cut or false one is an error that says so', async () => {
  const packed = gzipSync('a\nb\n');
  assert.deepEqual(await contents(fileLines(file('ok.jsonl.gz', packed))), ['a', 'b']);
  const isBroken = (error: unknown) =>
    error instanceof InputError && /not a whole gzip file/.test(error.message);
  await assert.rejects(contents(fileLines(file('cut.jsonl.gz', packed.subarray(0, -6)))), isBroken);
  await assert.rejects(contents(fileLines(file('false.jsonl.gz', 'plain text'))), isBroken);
});

test('stopping early reads no further, even before broken bytes', async () => {
  const path = file('late.txt', Buffer.concat([Buffer.from('good\n'), Buffer.from([0xff, 0x0a])]));
  for await (const line of fileLines(path)) {
    assert.equal(line.content, 'good');
    break;
  }
  await assert.rejects(contents(fileLines(path)), /late\.txt, line 2: not UTF-8/);
});

test('a missing file and a folder are named', async () => {
  await assert.rejects(contents(fileLines(join(folder, 'none.txt'))), /no such file: .*none\.txt/);
  await assert.rejects(contents(fileLines(folder)), InputError);
  await assert.rejects(contents(fileLines(folder)), /is a folder/);
});

test('of a line longer than asked for only the beginning comes, whole characters of it, and the next is next', async () => {
  const path = file('long.txt', `${'é'.repeat(200_000)}\nshort\n${'a'.repeat(70)}\r\n`);
  const lines: Line[] = [];
  for await (const line of fileLines(path, 63)) lines.push(line);
  assert.deepEqual(lines, [
    { number: 1, content: 'é'.repeat(31), open: true },
    { number: 2, content: 'short' },
    { number: 3, content: 'a'.repeat(63), open: true },
  ]);
});
