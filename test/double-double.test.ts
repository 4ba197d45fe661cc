import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  add,
  type Double2,
  divide,
  double2,
  multiply,
  squareRoot,
  subtract,
} from '../src/linalg/double-double.ts';
import { symmetricEigen2 } from '../src/linalg/double-double-eigen.ts';
import { addScaled, at, doubles, inner, put, rowOf } from '../src/linalg/double-double-vector.ts';
import { normal } from './support/random.ts';

/** 2^1000 times the number, exactly: judged by integers of any length. */
const scaled = ({ hi, lo }: Double2): bigint => exact(hi) + exact(lo);

function exact(value: number): bigint {
  let [whole, shift] = [value, 1000];
  while (!Number.isInteger(whole)) {
    whole *= 2;
    shift--;
  }
  return BigInt(whole) << BigInt(shift);
}

/** |found / expected - 1|, of numbers times 2^1000. */
function relative(found: bigint, expected: bigint): number {
  const difference = found > expected ? found - expected : expected - found;
  return Number((difference << 200n) / (expected < 0n ? -expected : expected)) / 2 ** 200;
}

const next = normal(11);
const random = (): Double2 => add(double2(next()), double2(next() * 2 ** -54));
const ONE = 1n << 1000n;

test('sums, products, quotients and roots keep 106 bits', () => {
  for (let i = 0; i < 200; i++) {
    const [a, b] = [random(), random()];
    const [x, y] = [scaled(a), scaled(b)];
    assert.ok(relative(scaled(add(a, b)), x + y) < 1e-30);
    assert.ok(relative(scaled(subtract(a, b)), x - y) < 1e-30);
    assert.ok(relative(scaled(multiply(a, b)), (x * y) / ONE) < 1e-31);
    assert.ok(relative(scaled(divide(a, b)), (x * ONE) / y) < 1e-31);
    const root = scaled(squareRoot(multiply(a, a)));
    assert.ok(relative(root, x < 0n ? -x : x) < 1e-31);
  }
  assert.deepEqual(squareRoot(double2(0)), double2(0));
  assert.deepEqual(subtract(double2(1, 1e-20), double2(1)), double2(1e-20), 'what float64 would lose');
});

test('inner products and sums of vectors are as exact, cancellation included', () => {
  const n = 50;
  const [x, y] = [doubles(n), doubles(n)];
  for (let i = 0; i < n; i++) for (const vector of [x, y]) put(vector, i, random());
  let [expected, size] = [0n, 0n];
  for (let i = 0; i < n; i++) {
    const term = (scaled(at(x, i)) * scaled(at(y, i))) / ONE;
    expected += term;
    size += term < 0n ? -term : term;
  }
  const error = scaled(inner(rowOf(x, 0, n), rowOf(y, 0, n))) - expected;
  assert.ok(relative(size + error, size) < 1e-31);
  const scale = random();
  const sums = Array.from({ length: n }, (_, i) => add(at(y, i), multiply(scale, at(x, i))));
  addScaled(rowOf(y, 0, n), rowOf(x, 0, n), scale);
  sums.forEach((sum, i) => {
    assert.ok(relative(scaled(at(y, i)), scaled(sum)) < 1e-28);
  });
});

test('eigenvalues of a matrix that float64 cannot tell from a singular one', () => {
  // [[1, 1], [1, 1 + e]] has the eigenvalues of trace 2 + e and determinant e
  const e = 1e-22;
  const A = doubles(4);
  A.hi.fill(1);
  put(A, 3, add(double2(1), double2(e)));
  const { values, vectors } = symmetricEigen2(A, 2);
  const [small, large] = [...values.hi].sort((a, b) => a - b);
  assert.ok(Math.abs(small / (e / 2) - 1) < 1e-8, `${small}`);
  assert.equal(large, 2);
  const product = inner(rowOf(vectors, 0, 2), rowOf(vectors, 1, 2)).hi;
  assert.ok(Math.abs(product) < 1e-31, 'orthogonal to 32 digits');
});

test('eigenvalues of a random matrix, and of one of zeros', () => {
  const n = 12;
  const A = doubles(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const value = random();
      put(A, i * n + j, value);
      put(A, j * n + i, value);
    }
  const { values, vectors } = symmetricEigen2(A, n);
  for (let k = 0; k < n; k++)
    for (let i = 0; i < n; i++) {
      const image = inner(rowOf(A, i, n), rowOf(vectors, k, n));
      const rest = subtract(image, multiply(at(values, k), at(vectors, k * n + i)));
      assert.ok(Math.abs(rest.hi) < 1e-29, `A v = value v, up to ${rest.hi}`);
    }
  assert.deepEqual([...symmetricEigen2(doubles(9), 3).values.hi], [0, 0, 0]);
});
