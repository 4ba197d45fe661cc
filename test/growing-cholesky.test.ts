import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GrowingCholesky } from '../src/linalg/growing-cholesky.ts';
import { dot } from '../src/linalg/vector.ts';
import { randomGram } from './support/gram.ts';
import { random } from './support/random.ts';

const N = 40;
const A = randomGram(N, 60, 1);

function append(factor: GrowingCholesky, inside: number[], j: number): void {
  const projection = factor.forward(inside.map((i) => A[j * N + i]));
  factor.append(projection, A[j * N + j] - dot(projection, projection));
  inside.push(j);
}

/** The largest entry of A x - v over the rows inside. */
function residual(inside: number[], x: Float64Array, v: Float64Array): number {
  return inside.reduce((worst, i, row) => {
    const product = inside.reduce((sum, j, column) => sum + A[i * N + j] * x[column], 0);
    return Math.max(worst, Math.abs(product - v[row]));
  }, 0);
}

test('hand values: [[1, .6], [.6, 1]]', () => {
  const factor = new GrowingCholesky();
  factor.append(factor.forward([]), 1);
  const projection = factor.forward([0.6]);
  assert.deepEqual([...projection], [0.6]);
  factor.append(projection, 1 - 0.36);
  const x = factor.solve([1, 1]);
  assert.ok(Math.abs(x[0] - 0.625) < 1e-15 && Math.abs(x[1] - 0.625) < 1e-15);
  factor.remove(0);
  assert.ok(Math.abs(factor.solve([3])[0] - 3) < 1e-15);
});

test('after hundreds of appends and removals it still solves', () => {
  const next = random(5);
  const factor = new GrowingCholesky();
  const inside: number[] = [];
  for (let step = 0; step < 500; step++) {
    const outside = Array.from({ length: N }, (_, j) => j).filter((j) => !inside.includes(j));
    if (inside.length > 0 && (outside.length === 0 || next() < 0.45)) {
      const index = Math.floor(next() * inside.length);
      inside.splice(index, 1);
      factor.remove(index);
    } else append(factor, inside, outside[Math.floor(next() * outside.length)]);
    const v = Float64Array.from(inside, next);
    assert.ok(residual(inside, factor.solve(v), v) < 1e-12);
  }
  assert.equal(factor.size, inside.length);
});

test('empty, it solves nothing', () => {
  assert.equal(new GrowingCholesky().solve([]).length, 0);
});
