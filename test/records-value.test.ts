import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeValue, encodeValue, type RecordValue } from '../src/run/folder/records/value.ts';
import { random } from './support/random.ts';

const again = (value: RecordValue) => decodeValue(encodeValue(value));

/** Bytes of any value: as numbers, all kinds of them, subnormals, infinities and NaN with any payload among them. */
function randomBytes(length: number, seed: number): ArrayBuffer {
  const next = random(seed);
  return Uint8Array.from({ length }, () => Math.floor(next() * 256)).buffer;
}

const bytes = (array: Float64Array | Float32Array | Int32Array) =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength);

test('typed arrays come back with every bit, whatever their bits are', () => {
  const special = new BigUint64Array([0x7ff0000000000001n, 0xfff8dead00000000n, 1n, 0x8000000000000000n]);
  const arrays = [
    new Float64Array(randomBytes(8 * 999, 1)),
    new Float64Array(special.buffer),
    new Float32Array(randomBytes(4 * 999, 2)),
    new Int32Array(randomBytes(4 * 999, 3)),
    new Float64Array(randomBytes(80, 4)).subarray(3, 7),
    new Float32Array(0),
  ];
  for (const array of arrays) {
    const back = again({ array }) as { array: typeof array };
    assert.equal(back.array.constructor, array.constructor);
    assert.deepEqual(bytes(back.array), bytes(array));
  }
  assert.equal(encodeValue(Float64Array.of(1)), '{"$f64":"AAAAAAAA8D8="}');
});

test('numbers come back as they were, those that JSON lacks included', () => {
  const numbers = [
    ...new Float64Array(randomBytes(8 * 999, 5)),
    -0,
    0,
    NaN,
    Infinity,
    -Infinity,
    5e-324,
    2 ** 53 + 2,
  ];
  const back = again(numbers) as number[];
  numbers.forEach((number, i) => {
    assert.ok(Object.is(back[i], number), String(number));
  });
});

test('everything else comes back as well, keys that look like ours included', () => {
  const values: RecordValue[] = [
    null,
    true,
    'a line\nand\u2028another, half a pair \ud800, "quoted" \0',
    [],
    {},
    { $n: '-0' },
    { $f64: 'AAAAAAAA8D8=', b: 1 },
    { $$n: { $: [-0, { $i32: null }] }, $$: 1 },
    JSON.parse('{"__proto__":{"x":1},"constructor":2,"":3}'),
    [[{ deep: [Int32Array.of(1, -2)] }]],
  ];
  for (const value of values) assert.deepEqual(again(value), value);
  assert.deepEqual(again({ a: 1, b: undefined }), { a: 1 });
  assert.doesNotMatch(encodeValue(values), /\n/);
});

test('what a record may not hold is refused', () => {
  for (const value of [undefined, [undefined], new Map(), () => 1, 1n, new Float16(), new Uint8Array(2)])
    assert.throws(() => encodeValue(value as RecordValue), TypeError);
  for (const text of ['{"$f16":""}', '{"$f64":1}', '{"$f64":"AAAA"}', '{"a":'])
    assert.throws(() => decodeValue(text), Error, text);
});

class Float16 {}
