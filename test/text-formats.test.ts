import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import * as zlib from 'node:zlib';
import { InputError } from '../src/errors.ts';
import { readTexts } from '../src/text/read.ts';

const folder = mkdtempSync(join(tmpdir(), 'llmgeo-formats-'));
after(() => rmSync(folder, { recursive: true }));

/** Two texts, a line each, packed by zstd 1.5; the second frame follows one that is skipped. */
const FRAMES = [
  'KLUv/QRYmQAAdGhlIGtpbmcKdGhlIHF1ZWVuCvxJ1y0=',
  'UCpNGAIAAABhYg==',
  'KLUv/QRYQQAAdGhlIGVuZApfvY4m',
].map((base64) => Buffer.from(base64, 'base64'));
const hasZstd = 'createZstdDecompress' in zlib;

function file(name: string, bytes: string | Uint8Array): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

async function textsOf(path: string, field?: string, limit?: number) {
  return (await readTexts({ texts: [], file: [path], field, limit })).texts.map(({ text }) => text);
}

test('a .json file is a list of strings or of objects, or lines of objects', async () => {
  assert.deepEqual(await textsOf(file('s.json', '\uFEFF [ "a",\n"b\\"],[", "" ] \n')), ['a', 'b"],[', '']);
  const objects = '[\n {"text": "a", "label": 1.10, "of": [1, {"x": "}"}]},\n {"text": "b"}\n]\n';
  const { texts, field } = await readTexts({ texts: [], file: [file('o.json', objects)] });
  assert.deepEqual(
    [texts, field],
    [
      [
        { index: 0, text: 'a', label: '1.10' },
        { index: 1, text: 'b' },
      ],
      'text',
    ],
  );
  assert.deepEqual(await textsOf(file('l.json', '{"text":"a"}\n{"text":"b"}\n')), ['a', 'b']);
  assert.deepEqual(await textsOf(file('o.json.gz', zlib.gzipSync(objects))), ['a', 'b']);
  assert.deepEqual(await textsOf(file('unnamed', objects)), ['a', 'b']);
  const letters = Readable.from([...Buffer.from(objects)].map((byte) => Buffer.of(byte)));
  const piped = await readTexts({ texts: ['-'] }, { stdin: letters });
  assert.deepEqual(piped.texts, texts);
  assert.deepEqual(await textsOf(file('cut.json', '["a", "b", nonsense'), undefined, 2), ['a', 'b']);
});

test('a list that is broken is refused in one line, which says where', async () => {
  const refused = (content: string, message: RegExp, field?: string) =>
    assert.rejects(textsOf(file('bad.json', content), field), (error: unknown) => {
      assert.ok(error instanceof InputError, String(error));
      assert.match(error.message, message);
      return true;
    });
  await refused('["a", "b"', /bad\.json: the list does not end, after 1 whole items/);
  await refused('["a"] x', /something follows the list, after 1 whole items/);
  await refused('["a",]', /item 2: not JSON/);
  await refused('["a", 5]', /item 2: not a JSON object/);
  await refused('[{"q": "a"}]', /item 1: no field "text"/);
  await refused('["a"]', /item 1: not a JSON object/, 'text');
  await refused('[]', /no text in .*bad\.json/);
  await refused(`["a", ${'['.repeat(200_000)}`, /does not end/);
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  await refused(`[{"text": "a", "label": 1, "x": ${deep}}]`, /item 1: .* nested too deep/);
});

test('a field may lie in objects and lists; a key of that very name comes first; null is an empty text', async () => {
  const row = { 'a.b': 'key', a: { b: 'nested', c: [{ d: 'listed' }] }, none: null };
  const path = file('n.jsonl', `${JSON.stringify(row)}\n`);
  assert.deepEqual(await textsOf(path, 'a.b'), ['key']);
  assert.deepEqual(await textsOf(path, 'a.c.0.d'), ['listed']);
  assert.deepEqual(await textsOf(file('m.jsonl', '{"a":{"b":"nested"}}\n{"a":null}\n'), 'a.b'), [
    'nested',
    '',
  ]);
  for (const [field, message, hint] of [
    ['a.x', /line 1: no field "a\.x"/, /fields there: a\.b, a\.c$/],
    ['a.c.1.d', /no field "a\.c\.1\.d"/, /fields there: a\.c\.0$/],
    ['a.c', /field "a\.c" is not a string/, /fields there/],
  ] as const)
    await assert.rejects(textsOf(path, field), (error: Error & { hint: string }) => {
      assert.match(error.message, message);
      assert.match(error.hint, hint);
      return true;
    });
});

test('of a data set that keeps no empty texts, they do not count', async () => {
  const path = file(
    'd.jsonl',
    ['', 'a', '', 'b', 'c'].map((context) => JSON.stringify({ context })).join('\n'),
  );
  const datasetFiles = [{ path, field: 'context', name: 'dolly.jsonl', skipsEmpty: true }];
  const { texts, files } = await readTexts({ texts: [], datasetFiles, limit: 2 });
  assert.deepEqual(texts, [
    { index: 0, text: 'a' },
    { index: 1, text: 'b' },
  ]);
  assert.equal(files[0].name, 'dolly.jsonl');
});

test('zstd is unpacked, every frame of it; what is cut or followed by something is refused', {
  skip: !hasZstd && 'this Node has no zstd',
}, async () => {
  const whole = Buffer.concat(FRAMES);
  const expected = ['the king', 'the queen', 'the end'];
  assert.deepEqual(await textsOf(file('a.txt.zst', whole)), expected);
  assert.deepEqual(await textsOf(file('unnamed2', whole)), expected);
  for (const bytes of [
    whole.subarray(0, -2),
    whole.subarray(0, -12),
    whole.subarray(0, 3),
    Buffer.concat([whole, Buffer.from('more')]),
  ])
    await assert.rejects(textsOf(file('b.txt.zst', bytes)), /b\.txt\.zst is not a whole zstd file/);
  await assert.rejects(textsOf(file('c.txt.zst', 'plain')), /c\.txt\.zst is not a whole zstd file/);
});

test('a Node without zstd says how to unpack it', { skip: hasZstd && 'this Node has zstd' }, async () => {
  await assert.rejects(textsOf(file('a.jsonl.zst', FRAMES[0])), (error: Error & { hint: string }) => {
    assert.match(error.message, /packed as zstd, which Node \S+ cannot unpack/);
    assert.match(error.hint, /zstd -dc FILE \| llmgeo/);
    return true;
  });
});
