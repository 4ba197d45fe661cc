/** Files that torch itself wrote, by fixtures/make-torch-files.py, and such as older ones wrote. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { readTorchFile } from '../src/model/torch/torch-file.ts';
import { torchFixture, torchOracle } from './support/torch-oracle.ts';
import {
  call,
  dictionary,
  encodeTorch,
  global,
  items,
  op,
  orderedDict,
  pickle,
  tensor,
  text,
  torchParts,
} from './support/torch-writer.ts';
import { writeZip, zip } from './support/zip-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'llmgeo-torch-'));
const file = join(folder, 'pytorch_model.bin');
after(() => rmSync(folder, { recursive: true }));

const read = (bytes: Uint8Array) => {
  writeFileSync(file, bytes);
  return readTorchFile(file);
};

async function refused(path: string): Promise<{ message: string; hint: string }> {
  try {
    await readTorchFile(path);
  } catch (error) {
    assert.ok(error instanceof InputError, String(error));
    return { message: error.message, hint: error.hint };
  }
  throw new Error(`${path} was read`);
}

/** Tensors of the fixtures whose numbers do not lie one after another. */
const STRIDED = ['transposed', 'columns', 'repeated'];

test('every tensor of every file of torch has the place and type of the numbers that torch reads', async () => {
  for (const [name, expected] of Object.entries(torchOracle().files)) {
    const path = torchFixture(name);
    const table = await readTorchFile(path);
    const content = readFileSync(path);
    assert.deepEqual([...table.keys()], Object.keys(expected), name);
    for (const [key, { shape, sha256 }] of Object.entries(expected)) {
      const found = table.get(key)!;
      assert.deepEqual(found.shape, shape, key);
      assert.equal(found.unreadable !== undefined, STRIDED.includes(key), key);
      const bytes = content.subarray(found.begin, found.end);
      if (!STRIDED.includes(key)) assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256, key);
    }
  }
});

test('types have the names that safetensors gives them', async () => {
  const types = Array.from((await readTorchFile(torchFixture('files/types.bin'))).values(), (t) => t.dtype);
  assert.deepEqual(types, ['F16', 'BF16', 'F32', 'F64', 'BOOL', 'U8', 'I8', 'I16', 'I32', 'I64']);
});

test('tied tensors share their bytes', async () => {
  const table = await readTorchFile(torchFixture('files/views.bin'));
  const [one, other] = [table.get('tied')!, table.get('tied.too')!];
  assert.deepEqual({ ...other, name: 'tied' }, one);
});

/** Files of torch that hold no plain weights; what the message must name, and the way out. */
const OTHERS: [string, RegExp, RegExp][] = [
  [
    'bare-pickle',
    /is a bare pickle, as torch before 1\.6 wrote/,
    /from_pretrained\(folder\)\.save_pretrained/,
  ],
  ['protocol-4', /pickle is of protocol 4, not 2$/, /pickle_protocol/],
  ['module', /asks for torch\.nn\.modules\.linear\.Linear, .*nothing of it was run/, /state_dict\(\)/],
  ['harmful', /asks for posix\.system, .*nothing of it was run/, /state_dict\(\)/],
  ['training', /holds a number under "epoch", not a tensor/, /state_dict\(\)/],
  ['complex', /asks for torch\.ComplexFloatStorage/, /state_dict\(\)/],
  ['float8', /asks for torch\._utils\._rebuild_tensor_v3/, /save_pretrained/],
  ['attribute', /asks for torch\._utils\._rebuild_parameter_with_state/, /save_pretrained/],
  ['script', /is a TorchScript archive/, /torch\.save\(model\.state_dict\(\)/],
];

test('what torch saves besides plain weights is refused by name, with the way out', async () => {
  for (const [name, message, hint] of OTHERS) {
    const found = await refused(torchFixture(`files/${name}.bin`));
    assert.match(found.message, new RegExp(`^[^\n]*${name}\\.bin: [^\n]*$`));
    assert.match(found.message, message);
    assert.match(found.hint, hint);
  }
});

test('files that are no zip say what they are', async () => {
  const tar = Buffer.alloc(1024);
  tar.write('ustar', 257);
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n';
  const cases: [Uint8Array, RegExp][] = [
    [tar, /is a tar file, as torch before 0\.2 wrote/],
    [Buffer.from(pointer), /is a pointer of Git LFS/],
    [Buffer.from('<!doctype html>'), /does not begin as a zip file does/],
    [Buffer.alloc(0), /does not begin as a zip file does/],
  ];
  for (const [bytes, message] of cases) {
    writeFileSync(file, bytes);
    assert.match((await refused(file)).message, message);
  }
  assert.match((await refused(join(folder, 'absent.bin'))).message, /absent\.bin: cannot be read: ENOENT/);
  assert.match((await refused(folder)).message, /cannot be read: EISDIR/);
});

test('a file as torch 1.6 wrote it: any archive name, no byteorder, an OrderedDict with attributes', async () => {
  const state = Buffer.concat([
    orderedDict(),
    op('q\x01'),
    items({ weight: tensor({ shape: [2] }) }),
    dictionary({ _metadata: Buffer.concat([orderedDict(), items({ '': dictionary({}) })]) }),
    op('b'),
  ]);
  const parts = torchParts(pickle(state), [new Uint8Array(8)], 'pytorch_model');
  const table = await read(zip(parts.filter(({ name }) => !name.endsWith('byteorder'))));
  assert.deepEqual([...table.keys()], ['weight']);
});

test('big-endian numbers are refused', async () => {
  const parts = torchParts(pickle(dictionary({})), []);
  parts[1].data = Buffer.from('big');
  writeFileSync(file, zip(parts));
  assert.match((await refused(file)).message, /holds big-endian numbers \(byteorder\)$/);
});

test('a parameter is the tensor in it, and names may be any text', async () => {
  const parameter = call(
    global('torch._utils', '_rebuild_parameter'),
    tensor({ shape: [2], offset: 1, elements: 3 }),
    op('\x88'),
    orderedDict(),
  );
  const state = dictionary({ weight: parameter, 'é "\u{1f600}': tensor({ shape: [3] }) });
  const table = await read(zip(torchParts(pickle(state), [new Uint8Array(12)])));
  const [first, second] = table.values();
  assert.equal(first.begin, second.begin + 4);
  assert.equal(first.end, second.end);
  assert.equal(second.name, 'é "\u{1f600}');
});

test('a file beyond 4 GiB, of holes: sizes and places that 32 bits cannot say', async (t) => {
  const [rows, width] = [2560, 2 ** 20];
  const bytes = 2 * rows * width;
  const state = dictionary({
    big: tensor({ dtype: 'F16', shape: [rows, width] }),
    last: tensor({ shape: [2], storage: '1' }),
  });
  const numbers = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  writeZip(file, torchParts(pickle(state), [{ length: bytes }, numbers]));
  t.after(() => truncateSync(file));
  const { big, last } = Object.fromEntries(await readTorchFile(file));
  assert.equal(big.end - big.begin, bytes);
  assert.ok(last.begin > bytes && bytes > 2 ** 32);
  const handle = await open(file);
  const { buffer } = await handle.read(new Uint8Array(8), 0, 8, last.begin);
  await handle.close();
  assert.deepEqual(buffer, numbers);
});

test('a tensor may begin at any byte', async () => {
  for (const alignment of [1, 7, 64]) {
    const one = { dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 3) };
    const half = { dtype: 'F16', shape: [1], data: Uint8Array.of(4, 5) };
    const bytes = encodeTorch({ one, half }, { alignment });
    const table = await read(bytes);
    assert.deepEqual([...bytes.subarray(table.get('half')!.begin, table.get('half')!.end)], [4, 5]);
  }
});

test('names that a pickle repeats are recalled', async () => {
  const value = Buffer.concat([
    op('}q\x00'),
    op('('),
    text('a'),
    op('r\x01\x00\x00\x00'),
    tensor({ shape: [1] }),
    op('q\x02'),
    text('b'),
    op('h\x02'),
    op('u'),
  ]);
  const table = await read(zip(torchParts(pickle(value), [new Uint8Array(4)])));
  assert.equal(table.get('a')!.begin, table.get('b')!.begin);
});
