import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FloatType, firstNonFinite, toFloat32 } from '../src/model/dtype.ts';

const words = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits);
const allBits = new Uint8Array(words.buffer);
const bitsOf = (values: Float32Array) => new Uint32Array(values.buffer, values.byteOffset, values.length);

function widened(bytes: Uint8Array, dtype: FloatType, length: number): Float32Array {
  const out = new Float32Array(length);
  toFloat32(bytes, dtype, out);
  return out;
}

/** Half precision by its definition in text: normal, subnormal and special values from the fields themselves. */
function half(bits: number): number {
  const fraction = Number.parseInt(bits.toString(2).padStart(16, '0').slice(6), 2);
  const exponent = Number.parseInt(bits.toString(2).padStart(16, '0').slice(1, 6), 2);
  const sign = bits < 0x8000 ? 1 : -1;
  if (exponent === 31) return fraction > 0 ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent > 0 ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24);
}

test('every float16 value widens exactly', () => {
  const out = widened(allBits, 'F16', 0x10000);
  for (let bits = 0; bits < 0x10000; bits++) assert.ok(Object.is(out[bits], half(bits)), bits.toString(16));
});

test('float16 landmarks', () => {
  const marks: [number, number][] = [
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x03ff, 2 ** -14 - 2 ** -24],
    [0x0001, 2 ** -24],
    [0x8000, -0],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
  ];
  for (const [bits, value] of marks) {
    const bytes = new Uint8Array(Uint16Array.of(bits).buffer);
    assert.ok(Object.is(widened(bytes, 'F16', 1)[0], value), bits.toString(16));
  }
});

test('every bfloat16 value widens to the float32 of which it is the upper half', () => {
  const out = bitsOf(widened(allBits, 'BF16', 0x10000));
  for (let bits = 0; bits < 0x10000; bits++) assert.equal(out[bits], bits * 0x10000);
});

test('float32 passes through, NaN payload included', () => {
  const values = Uint32Array.of(0x3f800000, 0x7fc12345, 0x80000000, 1);
  assert.deepEqual(bitsOf(widened(new Uint8Array(values.buffer), 'F32', 4)), values);
});

test('float64 is rounded to float32 once, at any offset; beyond its range it is infinite', () => {
  const values = Float64Array.of(1 / 3, -0, 1e-46, 1e39, 2 ** 24 + 1, Number.NaN);
  for (const offset of [0, 1, 8]) {
    const bytes = new Uint8Array(values.byteLength + offset);
    bytes.set(new Uint8Array(values.buffer), offset);
    assert.deepEqual(widened(bytes.subarray(offset), 'F64', 6), Float32Array.from(values, Math.fround));
    assert.equal(firstNonFinite(bytes.subarray(offset), 'F64'), 3);
  }
});

test('data at an odd or unaligned offset reads as it does at an aligned one', () => {
  for (const offset of [1, 2, 3]) {
    const shifted = new Uint8Array(allBits.length + offset);
    shifted.set(allBits, offset);
    const moved = shifted.subarray(offset);
    for (const dtype of ['F16', 'BF16', 'F32'] as const) {
      const length = dtype === 'F32' ? 0x8000 : 0x10000;
      assert.deepEqual(bitsOf(widened(moved, dtype, length)), bitsOf(widened(allBits, dtype, length)), dtype);
      assert.equal(firstNonFinite(moved, dtype), firstNonFinite(allBits, dtype), dtype);
    }
  }
});

test('widening in place works where the halves lie at the end of the output', () => {
  for (const dtype of ['F16', 'BF16'] as const) {
    const out = new Float32Array(0x10000);
    const tail = new Uint8Array(out.buffer, out.byteLength / 2);
    tail.set(allBits);
    toFloat32(tail, dtype, out);
    assert.deepEqual(bitsOf(out), bitsOf(widened(allBits, dtype, 0x10000)), dtype);
  }
});

test('the first value that is not finite is found, and only that', () => {
  const cases: [FloatType, number[], number][] = [
    ['F16', [0x7bff, 0xfbff, 0x7c00], 2],
    ['F16', [0x3c00, 0xfe01, 0x7c00], 1],
    ['BF16', [0x7f7f, 0xff80], 1],
    ['BF16', [0x7c00, 0x7bff], -1],
    ['F32', [0x7f7fffff, 0x7fc00000], 1],
    ['F32', [0xff800000], 0],
    ['F32', [0xff7fffff, 0], -1],
    ['F16', [], -1],
  ];
  for (const [dtype, bits, expected] of cases) {
    const array = dtype === 'F32' ? Uint32Array.from(bits) : Uint16Array.from(bits);
    assert.equal(firstNonFinite(new Uint8Array(array.buffer), dtype), expected, `${dtype} ${bits}`);
  }
});
