import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readHeader } from '../src/model/safetensors.ts';
import { safeNames } from '../src/report/safe-name.ts';
import { npyFile } from '../src/report/tensors/npy.ts';
import { safetensorsFile } from '../src/report/tensors/safetensors.ts';
import { elementType, type NamedTensor } from '../src/report/tensors/tensor.ts';
import { emptyFolder } from './support/cli.ts';

const tensor = (data: NamedTensor['data'], shape: number[], name = 't'): NamedTensor => ({
  name,
  shape,
  data,
});

function npy(of: NamedTensor) {
  const bytes = Buffer.concat([...npyFile(of)]);
  const end = 10 + bytes.readUInt16LE(8);
  return { bytes, end, header: bytes.toString('latin1', 10, end), data: bytes.subarray(end) };
}

test('npy: magic, version 1.0, a header that ends in a newline at a multiple of 64, then the values', () => {
  const { bytes, end, header, data } = npy(tensor(Float32Array.of(1, -2, 0.5, 3, 4), [5]));
  assert.equal(bytes.toString('hex', 0, 8), '934e554d50590100');
  assert.equal(end % 64, 0);
  assert.match(header, /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(5,\), \} *\n$/);
  assert.equal(data.toString('hex'), '0000803f000000c00000003f0000404000008040');
});

test('npy: a tuple of one length has its comma, none is empty, several are listed', () => {
  const shapes: [number[], string][] = [
    [[6], '(6,)'],
    [[2, 3], '(2, 3)'],
    [[1, 2, 3], '(1, 2, 3)'],
    [[0, 3], '(0, 3)'],
    [[], '()'],
  ];
  for (const [shape, tuple] of shapes) {
    const { header, end } = npy(tensor(new Float64Array(shape.reduce((a, b) => a * b, 1)), shape));
    assert.ok(header.includes(`'descr': '<f8'`) && header.includes(`'shape': ${tuple}, }`), header);
    assert.equal(end % 64, 0);
  }
});

test('npy: the header ends at a multiple of 64 also where the text nearly fills it', () => {
  for (let digits = 1; digits < 9; digits++) {
    const shape = [0, 10 ** digits, 10 ** digits, 10 ** digits];
    const { end, header } = npy(tensor(new Float32Array(0), shape));
    assert.equal(end % 64, 0);
    assert.ok(end - 10 - header.trimEnd().length <= 64, 'no more padding than needed');
  }
});

test('int64 and float64 values keep all their bits', () => {
  const ids = npy(tensor(BigInt64Array.of(0n, -1n, 2n ** 62n), [3]));
  assert.match(ids.header, /'<i8'/);
  assert.equal(ids.data.readBigInt64LE(16), 2n ** 62n);
  assert.equal(npy(tensor(Float64Array.of(Math.PI), [1])).data.readDoubleLE(0), Math.PI);
  assert.equal(elementType(tensor(new BigInt64Array(0), [0])).numpy, 'int64');
});

test('a part of a longer buffer is written without the rest', () => {
  const all = Float32Array.of(9, 1, 2, 9);
  const { data } = npy(tensor(all.subarray(1, 3), [2]));
  assert.deepEqual([data.length, data.readFloatLE(0), data.readFloatLE(4)], [8, 1, 2]);
});

test('a shape that asks for other than the values there are is refused', () => {
  const wrong = tensor(new Float32Array(5), [2, 3]);
  assert.throws(() => [...npyFile(wrong)], /tensor t of shape \[2,3\] needs 6 elements, not 5/);
  assert.throws(() => [...safetensorsFile([wrong])], /needs 6 elements, not 5/);
});

test('safetensors: our own reader finds every tensor, at a multiple of its element size', async () => {
  const tensors = [
    tensor(Float32Array.of(1, 2, 3), [3], 'hidden.last-raw'),
    tensor(BigInt64Array.of(5n, 6n), [2], 'input_ids'),
    tensor(Float64Array.of(0.1, 0.2), [2, 1], 'gram.6'),
    tensor(new Float32Array(0), [0, 4], 'empty'),
  ];
  const file = join(emptyFolder(), 't.safetensors');
  writeFileSync(file, Buffer.concat([...safetensorsFile(tensors, { model: 'modèle "x"', text: '0' })]));
  const bytes = readFileSync(file);
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE())));
  assert.deepEqual(header.__metadata__, { model: 'modèle "x"', text: '0' });
  const table = await readHeader(file);
  assert.deepEqual([...table.keys()].sort(), tensors.map(({ name }) => name).sort());
  for (const { name, shape, data } of tensors) {
    const stored = table.get(name)!;
    assert.deepEqual([stored.shape, stored.begin % data.BYTES_PER_ELEMENT], [shape, 0], name);
    const values = new Uint8Array(data.buffer);
    assert.deepEqual(new Uint8Array(bytes.subarray(stored.begin, stored.end)), values, name);
  }
  assert.equal(table.get('gram.6')!.dtype, 'F64');
  assert.equal(table.get('input_ids')!.dtype, 'I64');
});

test('safetensors: two tensors of one name are refused', () => {
  const twice = [tensor(new Float32Array(1), [1]), tensor(new Float64Array(1), [1])];
  assert.throws(() => [...safetensorsFile(twice)], /two tensors are named t/);
});

test('names of files: safe, short, and never twice', () => {
  const safe = safeNames();
  assert.equal(safe('pythia-70m-step1000'), 'pythia-70m-step1000');
  assert.equal(safe('EleutherAI/pythia-70m'), 'EleutherAI--pythia-70m');
  assert.equal(safe('eleutherai/PYTHIA-70m'), 'eleutherai--PYTHIA-70m-2');
  assert.equal(safe('my model: "über" \\ 1'), 'my-model-ber-1');
  assert.equal(safe('../..'), 'unnamed');
  assert.equal(safe('.hidden.'), 'hidden');
  assert.equal(safe('refs/pr/3'), 'refs--pr--3');
  assert.ok(safe('x'.repeat(500)).length < 200);
});
