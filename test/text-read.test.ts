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
import type { TextOptions } from '../src/text/source.ts';

const folder = mkdtempSync(join(tmpdir(), 'llmgeo-read-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Reads what stands on stdin. */
function fromStdin(bytes: string | Uint8Array, options: TextOptions = { texts: ['-'] }) {
  return readTexts(options, { stdin: Readable.from([Buffer.from(bytes)]) });
}

/** The texts alone of a file with that content. */
async function textsOf(name: string, bytes: string | Uint8Array, field?: string) {
  const { texts } = await readTexts({ texts: [], file: [file(name, bytes)], field });
  return texts.map(({ text }) => text);
}

test('arguments are read as they stand, the empty one too', async () => {
  assert.deepEqual(await readTexts({ texts: ['a', ''] }), {
    texts: [
      { index: 0, text: 'a' },
      { index: 1, text: '' },
    ],
    files: [],
    warnings: [],
  });
});

test('stdin gives one text a line', async () => {
  const { texts, files } = await fromStdin('a\n\nb\n');
  assert.deepEqual(texts, [
    { index: 0, text: 'a' },
    { index: 1, text: '' },
    { index: 2, text: 'b' },
  ]);
  assert.deepEqual(files, [{ name: 'stdin', hash: null }]);
});

test('JSONL is recognised by its first line: on stdin, packed, and in files of any name but .txt', async () => {
  const jsonl = '\n {"text":"a","label":"l"}\r\n\n{"text":"b"}\n';
  const expected = [
    { index: 0, text: 'a', label: 'l' },
    { index: 1, text: 'b' },
  ];
  for (const bytes of [jsonl, `\uFEFF${jsonl}`, gzipSync(jsonl), Buffer.from(`\uFEFF${jsonl}`, 'utf16le')]) {
    const { texts, field, warnings } = await fromStdin(bytes);
    assert.deepEqual([texts, field, warnings], [expected, 'text', []]);
    for (const name of ['rows', 'rows.log', 'rows.md'])
      assert.deepEqual(await textsOf(name, bytes), ['a', 'b'], name);
  }
  const { texts } = await fromStdin('{"q":"c"}', { texts: [], file: ['-'], field: 'q' });
  assert.deepEqual(texts, [{ index: 0, text: 'c' }]);
  const ids = await fromStdin('{"ids":[3]}\n\n{"ids":[4]}\n', { texts: [], ids: ['-'] });
  assert.deepEqual(
    ids.texts.map((text) => text.ids),
    [[3], [4]],
  );
});

test('lines that are no JSON are texts, whatever the file is called', async () => {
  for (const name of ['notes.md', 'x.log', 'plain', 'x.txt'])
    assert.deepEqual(await textsOf(name, '[INST] a\n\n{b} c\n'), ['[INST] a', '', '{b} c'], name);
  assert.deepEqual(await textsOf('packed.txt.gz', gzipSync('a\nb')), ['a', 'b']);
});

test('JSON that is not one object a line is refused, not measured', async () => {
  const json = '{\n  "text": "a"\n}';
  await assert.rejects(fromStdin(json), /line 1: begins like JSON/);
  await assert.rejects(textsOf('x.json', json), /line 1: not JSON/);
  for (const list of ['[\n  {"text":"a"}\n]', '["a"]'])
    await assert.rejects(textsOf('x.jsonl', list), /line 1: not (JSON|a JSON object)/);
  await assert.rejects(textsOf('x', '[\n1, 2]'), /line 1: begins like JSON/);
  await assert.rejects(textsOf('x.md', 'plain\n', 'q'), /line 1: not JSON/);
});

test('a text that is a JSON object by itself is read as it stands, with a warning', async () => {
  const json = '{"text":"hi there"}';
  for (const input of [
    await readTexts({ texts: ['a', json] }),
    await readTexts({ texts: [], file: [file('j.txt', `a\n${json}\n`)] }),
    await fromStdin(`a\n${json}\n`),
  ]) {
    assert.equal(input.texts[1].text, json);
    assert.match(input.warnings.join(), /text 1 is a JSON object/);
  }
  assert.deepEqual(
    await textsOf('k.txt', `${json}\n`, 'text'),
    ['hi there'],
    'a field says that it is JSONL',
  );
});

test('several files are read one after the other, each with its hash', async () => {
  const [a, b] = [file('a.txt', 'one\ntwo\n'), file('b.jsonl', '{"text":"three"}\n')];
  const { texts, files, field } = await readTexts({ texts: [], file: [a, b] });
  assert.deepEqual(texts, [
    { index: 0, text: 'one' },
    { index: 1, text: 'two' },
    { index: 2, text: 'three' },
  ]);
  assert.deepEqual(files, [
    { name: 'a.txt', hash: sha256(readFileSync(a)) },
    { name: 'b.jsonl', hash: sha256(readFileSync(b)) },
  ]);
  assert.equal(field, 'text');
  assert.equal(
    (await readTexts({ texts: [], file: [a, b], limit: 2 })).files.length,
    1,
    'the rest is not read',
  );
  const { texts: lists } = await readTexts({ texts: [], ids: ['1,2', '3'] });
  assert.deepEqual(
    lists.map(({ ids }) => ids),
    [[1, 2], [3]],
  );
  await assert.rejects(readTexts({ texts: [], file: [a, file('e', '\n')] }), /no text in .*e$/);
});

test('a JSONL file gives field, annotations and the hash of its bytes as stored', async () => {
  const bytes = gzipSync('{"prompt":"a","context":"c","label":"l"}\n{"prompt":"b"}\n');
  assert.deepEqual(await readTexts({ texts: [], file: [file('a.jsonl.gz', bytes)], field: 'prompt' }), {
    texts: [
      { index: 0, text: 'a', context: 'c', label: 'l' },
      { index: 1, text: 'b' },
    ],
    files: [{ name: 'a.jsonl.gz', hash: sha256(bytes) }],
    field: 'prompt',
    warnings: [],
  });
});

test('context and label keep every digit and letter; lists are left out with a warning', async () => {
  const values = [
    '12345678901234567890',
    '1e400',
    '1.10',
    '-0',
    '007.5'.slice(2),
    '"007"',
    'true',
    'null',
    '""',
  ];
  const lines = values.map((value) => `{"text":"a","context":${value},"label":${value}}`);
  const { texts, warnings } = await readTexts({ texts: [], file: [file('n.jsonl', lines.join('\n'))] });
  const expected = ['12345678901234567890', '1e400', '1.10', '-0', '7.5', '007', 'true', undefined, ''];
  assert.deepEqual(
    texts.map(({ context }) => context),
    expected,
  );
  assert.deepEqual(
    texts.map(({ label }) => label),
    expected,
  );
  assert.deepEqual(warnings, []);
  const nested = await readTexts({ texts: [], file: [file('l.jsonl', '{"text":"a","context":["b"]}')] });
  assert.deepEqual(nested.texts, [{ index: 0, text: 'a' }]);
  assert.match(nested.warnings.join(), /line 1: a context or label that is a list/);
});

test('a list of ids and a file of ids give ids', async () => {
  assert.deepEqual((await readTexts({ texts: [], ids: ['3,4'] })).texts, [{ index: 0, ids: [3, 4] }]);
  const { texts } = await readTexts({ texts: [], ids: [file('i.data', '{"ids":[5]}')] });
  assert.deepEqual(texts, [{ index: 0, ids: [5] }]);
});

test('a limit stops before what lies behind it, and the hash is still of the whole file', async () => {
  const path = file('limit.jsonl', '{"text":"a"}\n{"text":"b"}\nnot JSON\n');
  const { texts, files } = await readTexts({ texts: [], file: [path], limit: 2 });
  assert.equal(texts.length, 2);
  assert.equal(files[0].hash, sha256(readFileSync(path)));
  assert.equal((await readTexts({ texts: ['a', 'b'], limit: 1 })).texts.length, 1);
});

test('a bad line is named by file, number and the fields there are', async () => {
  const missing = file('m.jsonl', '{"text":"a"}\n\n{"chosen":"a","rejected":"b"}\n');
  await assert.rejects(readTexts({ texts: [], file: [missing] }), (error: Error & { hint: string }) => {
    assert.match(error.message, /m\.jsonl, line 3: no field "text"/);
    assert.match(error.hint, /chosen, rejected/);
    return true;
  });
  await assert.rejects(textsOf('m.jsonl', '{"text":"a"}', 'toString'), /no field "toString"/);
  await assert.rejects(textsOf('n.jsonl', '{"text":5}'), /line 1: .*not a string/);
  await assert.rejects(textsOf('j.jsonl', '{"text"\n'), /line 1: not JSON/);
});

test('a file or stdin without any line is refused', async () => {
  await assert.rejects(textsOf('e.txt', '\n\n'), /no text in .*e\.txt/);
  await assert.rejects(textsOf('e.jsonl', '\n \n'), /no text in .*e\.jsonl/);
  await assert.rejects(fromStdin(''), /no text in stdin/);
});

test('what is no text is refused by name', async () => {
  await assert.rejects(fromStdin(Buffer.from('a\0b\n')), /stdin, line 1: has a NUL byte/);
  await assert.rejects(fromStdin(Buffer.from('\xfd7zXZ\0', 'latin1')), /packed as xz/);
  await assert.rejects(fromStdin('PAR1....'), (error: Error & { hint: string }) => {
    assert.match(error.message, /stdin is packed as Parquet/);
    assert.match(error.hint, /whose name ends in \.parquet/);
    return true;
  });
  await assert.rejects(fromStdin(gzipSync('a\nb\n').subarray(0, -6)), /stdin is not a whole gzip file/);
});

test('the embedded held-out documents are 64 texts', async () => {
  assert.equal((await readTexts({ texts: [], file: [HELDOUT_FILE] })).texts.length, 64);
});

test('of a very long text only what so many tokens can need is kept', async () => {
  const long = 'ab '.repeat(5000);
  const kept = { index: 0, text: long.slice(0, 2048), open: true };
  const lines = await readTexts({ texts: [], file: [file('long.txt', `${long}\nb`)], maxTokens: 2 });
  assert.deepEqual(lines.texts, [kept, { index: 1, text: 'b' }]);
  const jsonl = `${JSON.stringify({ text: long })}\n{"text": "b"}\n`;
  const objects = await readTexts({ texts: [], file: [file('long.jsonl', jsonl)], maxTokens: 2 });
  assert.deepEqual(objects.texts, [kept, { index: 1, text: 'b' }]);
  assert.equal((await readTexts({ texts: [], file: [file('long.txt', long)] })).texts[0].text, long);
  const piped = {
    stdin: Readable.from([
      Buffer.alloc(0),
      Buffer.from(jsonl.slice(0, 5000)),
      Buffer.from(jsonl.slice(5000)),
    ]),
  };
  const fromPipe = await readTexts({ texts: ['-'], maxTokens: 2 }, piped);
  assert.deepEqual(fromPipe.texts, [kept, { index: 1, text: 'b' }]);
});
