import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { readHeader } from '../src/model/safetensors.ts';
import { fixturesModel } from './support/goldens.ts';
import { random } from './support/random.ts';
import { encodeSafetensors, rawSafetensors } from './support/safetensors-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'llmgeo-safetensors-'));
const file = join(folder, 'model.safetensors');
after(() => rmSync(folder, { recursive: true }));

const read = (bytes: Uint8Array) => {
  writeFileSync(file, bytes);
  return readHeader(file);
};

const bytes = (length: number) => new Uint8Array(length);
const entry = (dtype: string, shape: unknown, offsets: unknown) => ({ dtype, shape, data_offsets: offsets });
const header = (entries: Record<string, unknown>, dataBytes: number) =>
  rawSafetensors(JSON.stringify(entries), bytes(dataBytes));

test('a header becomes a table of tensors with their places in the file', async () => {
  const tensors = { flag: 'BOOL', 'odd.half': 'F16', scalar: 'F32', none: 'F64' };
  const shapes: Record<string, number[]> = { flag: [3], 'odd.half': [2, 2], scalar: [], none: [0, 7] };
  const lengths: Record<string, number> = { flag: 3, 'odd.half': 8, scalar: 4, none: 0 };
  const content = Object.fromEntries(
    Object.entries(tensors).map(([name, dtype]) => [
      name,
      { dtype, shape: shapes[name], data: bytes(lengths[name]) },
    ]),
  );
  const encoded = encodeSafetensors(content, { format: 'pt' });
  const start = encoded.length - 15;
  const table = await read(encoded);
  assert.deepEqual([...table.keys()], Object.keys(tensors));
  assert.deepEqual(table.get('odd.half'), {
    name: 'odd.half',
    dtype: 'F16',
    shape: [2, 2],
    file,
    begin: start + 3,
    end: start + 11,
  });
  assert.deepEqual(table.get('scalar')?.shape, []);
  assert.equal(table.get('none')?.end, encoded.length);
});

test('padding after the header, tensors out of order and a file without tensors are allowed', async () => {
  const entries = {
    b: entry('U8', [2], [1, 3]),
    a: entry('U8', [1], [0, 1]),
    c: entry('U8', [0], [3, 3]),
  };
  const padded = `${JSON.stringify(entries)}   `;
  assert.equal((await read(rawSafetensors(padded, bytes(3)))).get('b')?.begin, 8 + padded.length + 1);
  assert.equal((await read(rawSafetensors('{}', bytes(0)))).size, 0);
  const inherited = '{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}';
  assert.deepEqual([...(await read(rawSafetensors(inherited, bytes(1)))).keys()], ['__proto__']);
});

const one = JSON.stringify(entry('U8', [1], [0, 1]));

/** What is wrong, the file, and what the message must name. */
const hostile: [string, Uint8Array, RegExp][] = [
  ['empty file', bytes(0), /has 0 bytes, fewer than the 8/],
  ['shorter than its length field', bytes(7), /has 7 bytes, fewer than the 8/],
  [
    'a header beyond the limit',
    rawSafetensors('{}', bytes(0), 100_000_001n),
    /100000001 bytes; the format allows 100000000/,
  ],
  [
    'a header of 2^64 - 1 bytes',
    rawSafetensors('{}', bytes(0), 2n ** 64n - 1n),
    /18446744073709551615 bytes/,
  ],
  ['a header past the end', rawSafetensors('{}', bytes(0), 3n), /a header of 3 bytes, but only 2 follow/],
  ['an empty header', rawSafetensors('', bytes(4)), /begins with ""/],
  ['a header that is a list', rawSafetensors('[]', bytes(0)), /begins with "\["/],
  ['a header that begins with a space', rawSafetensors(' {}', bytes(0)), /begins with " "/],
  ['a byte order mark', rawSafetensors('\uFEFF{}', bytes(0)), /begins with/],
  ['a header cut off', rawSafetensors('{"a":', bytes(0)), /not valid JSON/],
  ['broken UTF-8', rawSafetensors(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), bytes(0)), /not valid UTF-8/],
  ['a tensor named twice', rawSafetensors(`{"a":${one},"a":${one}}`, bytes(1)), /the name "a" twice/],
  [
    'twice, once by an escape',
    rawSafetensors(`{"a":${one},"\\u0061" :${one}}`, bytes(1)),
    /the name "a" twice/,
  ],
  [
    'two shapes',
    rawSafetensors('{"a":{"dtype":"U8","shape":[1],"shape":[1],"data_offsets":[0,1]}}', bytes(1)),
    /"shape" twice/,
  ],
  [
    'metadata of numbers',
    header({ __metadata__: { step: 3 } }, 0),
    /__metadata__ must map strings to strings/,
  ],
  ['metadata that is null', header({ __metadata__: null }, 0), /__metadata__/],
  ['a tensor that is a number', header({ a: 4 }, 4), /tensor "a": expected an object/],
  ['no dtype', header({ a: { shape: [1], data_offsets: [0, 1] } }, 1), /tensor "a": dtype is missing/],
  [
    'an unknown dtype',
    header({ a: entry('F33', [1], [0, 4]) }, 4),
    /tensor "a": dtype is "F33", not one of BOOL/,
  ],
  [
    'a dtype from the prototype',
    header({ a: entry('constructor', [1], [0, 1]) }, 1),
    /dtype is "constructor"/,
  ],
  ['a negative length', header({ a: entry('U8', [-1, -1], [0, 1]) }, 1), /tensor "a": shape is \[-1,-1\]/],
  ['a fractional length', header({ a: entry('U8', [0.5, 2], [0, 1]) }, 1), /tensor "a": shape is \[0.5,2\]/],
  ['an unsafe length', header({ a: entry('U8', [2 ** 53], [0, 1]) }, 1), /tensor "a": shape/],
  ['a shape that is text', header({ a: entry('U8', '1', [0, 1]) }, 1), /tensor "a": shape is "1"/],
  [
    'a shape too small',
    header({ a: entry('F32', [3], [0, 16]) }, 16),
    /"a": F32 \[3\] takes 12 bytes, .* \[0,16\] span 16/,
  ],
  [
    'a product past 2^53',
    header({ a: entry('U8', [2 ** 40, 2 ** 40], [0, 1]) }, 1),
    /takes 1.2.*e\+24 bytes/,
  ],
  ['one offset', header({ a: entry('U8', [1], [1]) }, 1), /tensor "a": data_offsets is \[1\], not two/],
  ['a negative offset', header({ a: entry('U8', [1], [-1, 0]) }, 1), /tensor "a": data_offsets is \[-1,0\]/],
  [
    'offsets reversed',
    header({ a: entry('U8', [1], [1, 0]) }, 1),
    /tensor "a": data_offsets \[1,0\] end before/,
  ],
  [
    'offsets past the end',
    header({ a: entry('U8', [9], [0, 9]) }, 4),
    /is cut short: \d+ bytes where its header needs \d+/,
  ],
  [
    'an overlap',
    header({ a: entry('U8', [3], [0, 3]), b: entry('U8', [2], [2, 4]) }, 4),
    /tensor "b" begins at data offset 2, inside tensor "a", which ends at 3/,
  ],
  [
    'the same bytes twice',
    header({ a: entry('U8', [3], [0, 3]), b: entry('U8', [3], [0, 3]) }, 3),
    /tensor "b" begins at data offset 0, inside tensor "a"/,
  ],
  [
    'a gap',
    header({ a: entry('U8', [1], [0, 1]), b: entry('U8', [2], [2, 4]) }, 4),
    /tensor "b" begins at data offset 2, but tensor "a" ends at 1/,
  ],
  [
    'a gap at the start',
    header({ a: entry('U8', [1], [1, 2]) }, 2),
    /tensor "a" begins at data offset 1, but the header/,
  ],
  ['bytes after the last tensor', header({ a: entry('U8', [1], [0, 1]) }, 3), /: 2 too many/],
];

for (const [what, content, message] of hostile)
  test(`rejects ${what}`, async () => {
    await assert.rejects(read(content), (error: Error) => {
      assert.ok(error instanceof InputError, error.stack);
      assert.match(error.message, message);
      assert.ok(error.message.startsWith(`${file}: `));
      return true;
    });
  });

test('a missing file and a folder in its place are input errors', async () => {
  await assert.rejects(readHeader(join(folder, 'absent.safetensors')), InputError);
  await assert.rejects(readHeader(folder), InputError);
});

const golden = readFileSync(join(fixturesModel('tiny-c'), 'model.safetensors'));
const headerEnd = 8 + Number(golden.readBigUInt64LE());

test('a real file cut at any byte is an input error', async () => {
  const next = random(1);
  const cuts = [0, 1, 7, 8, 9, headerEnd - 1, headerEnd, golden.length - 1];
  for (let i = 0; i < 60; i++) cuts.push(Math.floor(next() * golden.length));
  for (const cut of cuts) await assert.rejects(read(golden.subarray(0, cut)), InputError, `cut at ${cut}`);
});

test('random byte flips in a real header are found or harmless, never a crash', async () => {
  const next = random(2);
  let found = 0;
  for (let i = 0; i < 400; i++) {
    const flipped = Buffer.from(golden);
    flipped[Math.floor(next() * headerEnd)] ^= 1 + Math.floor(next() * 255);
    try {
      assert.equal((await read(flipped)).size, 30);
    } catch (error) {
      assert.ok(error instanceof InputError, (error as Error).stack);
      found++;
    }
  }
  assert.ok(found > 200, `only ${found} of 400 were found`);
});
