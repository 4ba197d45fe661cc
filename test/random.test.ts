import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  fillNormal,
  LARGEST_SEED,
  type Random,
  randomFrom,
  randomIndex,
  seededRandom,
} from '../src/random.ts';

/** The first three numbers of seeds 0 and 1. */
const PINNED = [
  [0.21777990607770026, 0.2753701415482115, 0.9405299004243229],
  [0.10380351494605067, 0.18404587050353194, 0.7618716780000773],
];

const WORD = (1n << 64n) - 1n;
const HALF = (1n << 32n) - 1n;
const rotateLeft = (x: bigint, by: bigint) => ((x << by) | (x >> (64n - by))) & WORD;

/** xoroshiro128+ as Blackman and Vigna define it, in whole numbers of 64 bits; a draw takes 26 and then 27 low bits. */
class Reference {
  private s0: bigint;
  private s1: bigint;

  constructor(s0: bigint, s1: bigint) {
    this.s0 = s0;
    this.s1 = s1;
  }

  next(): bigint {
    const sum = (this.s0 + this.s1) & WORD;
    const mixed = this.s0 ^ this.s1;
    this.s0 = rotateLeft(this.s0, 24n) ^ mixed ^ ((mixed << 16n) & WORD);
    this.s1 = rotateLeft(mixed, 37n);
    return sum;
  }

  uniform(): number {
    const [high, low] = [this.next() & 0x3ffffffn, this.next() & 0x7ffffffn];
    return Number((high << 27n) | low) / 2 ** 53;
  }
}

function draw(n: number, random: Random): number[] {
  return Array.from({ length: n }, random);
}

function correlation(a: number[], b: number[]): number {
  const mean = (x: number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (x: number[], mx: number, y: number[], my: number) =>
    x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
  return product(a, meanA, b, meanB) / Math.sqrt(product(a, meanA, a, meanA) * product(b, meanB, b, meanB));
}

/** Pearson's statistic against equal shares; its mean is cells - 1 and its variance twice that. */
function chiSquare(values: number[], cells: number): number {
  const counts = new Float64Array(cells);
  for (const value of values) counts[Math.floor(value * cells)]++;
  const expected = values.length / cells;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** MurmurHash3's finalizer on whole numbers. */
function finalize(word: bigint): bigint {
  let mixed = word & HALF;
  mixed = ((mixed ^ (mixed >> 16n)) * 0x85ebca6bn) & HALF;
  mixed = ((mixed ^ (mixed >> 13n)) * 0xc2b2ae35n) & HALF;
  return mixed ^ (mixed >> 16n);
}

test('a seed gives the sequence of xoroshiro128+ that begins at the four words made of it', () => {
  for (const seed of [0, 1, 12345, 2 ** 31, LARGEST_SEED]) {
    const [w1, w2, w3, w4] = [1n, 2n, 3n, 4n].map((i) => finalize(BigInt(seed) + i * 0x9e3779b9n));
    const reference = new Reference((w1 << 32n) | w2, (w3 << 32n) | w4);
    const expected = draw(200, () => reference.uniform());
    assert.deepEqual(draw(200, seededRandom(seed)), expected, `seed ${seed}`);
  }
});

test('the words of a hash are its state', () => {
  const reference = new Reference(0x0000000180000000n, 0x7fffffff00000003n);
  const expected = draw(200, () => reference.uniform());
  assert.deepEqual(draw(200, randomFrom([1, -(2 ** 31), 2 ** 31 - 1, 3])), expected);
});

test('the first numbers of a seed are these, today and tomorrow', () => {
  assert.deepEqual(draw(3, seededRandom(0)), PINNED[0]);
  assert.deepEqual(draw(3, seededRandom(1)), PINNED[1]);
});

test('numbers are uniform in [0, 1), and those that follow each other are independent', () => {
  for (const seed of [0, 1, 2, LARGEST_SEED]) {
    const values = draw(100_000, seededRandom(seed));
    assert.ok(values.every((value) => value >= 0 && value < 1));
    const within = (found: number, cells: number) => Math.abs(found - (cells - 1)) < 5 * Math.sqrt(2 * cells);
    assert.ok(within(chiSquare(values, 100), 100), `seed ${seed}`);
    const fine = values.map((value) => (value * 2 ** 20) % 1); // the low bits
    assert.ok(within(chiSquare(fine, 100), 100), `seed ${seed}: low bits`);
    const lagged = correlation(values.slice(1), values.slice(0, -1));
    assert.ok(Math.abs(lagged) < 5 / Math.sqrt(1e5), `seed ${seed}: ${lagged}`);
  }
});

test('the sequences of neighbouring seeds have nothing to do with each other, from the first number on', () => {
  const seeds = 4000;
  const sequences = Array.from({ length: seeds }, (_, seed) => draw(8, seededRandom(seed)));
  for (let at = 0; at < 8; at++) {
    const across = sequences.map((sequence) => sequence[at]);
    assert.ok(Math.abs(chiSquare(across, 20) - 19) < 5 * Math.sqrt(40), `number ${at} over the seeds`);
    for (const distance of [1, 2, 3, 4, 16, 32, 256, 1024]) {
      const found = correlation(across.slice(distance), across.slice(0, -distance));
      assert.ok(
        Math.abs(found) < 5 / Math.sqrt(seeds - distance),
        `number ${at}, ${distance} apart: ${found}`,
      );
    }
  }
});

test('an index is any of the n with equal chance', () => {
  const random = seededRandom(4);
  const counts = new Float64Array(7);
  for (let i = 0; i < 70_000; i++) counts[randomIndex(7, random)]++;
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 500, String(counts));
  assert.equal(randomIndex(1, random), 0);
  assert.equal(
    randomIndex(5, () => 1 - 2 ** -53),
    4,
  );
});

test('normal numbers have the moments of their distribution, neighbours included', () => {
  const out = new Float32Array(200_001);
  const deviation = 0.3;
  fillNormal(out, deviation, seededRandom(9));
  const values = Array.from(out, (value) => value / deviation);
  const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
  const error = (variance: number) => 5 * Math.sqrt(variance / values.length);
  assert.ok(Math.abs(moment(1)) < error(1));
  assert.ok(Math.abs(moment(2) - 1) < error(2));
  assert.ok(Math.abs(moment(3)) < error(15));
  assert.ok(Math.abs(moment(4) - 3) < error(96));
  assert.ok(Math.abs(correlation(values.slice(1), values.slice(0, -1))) < error(1));
  const beyondTwo = values.filter((value) => Math.abs(value) > 2).length / values.length;
  assert.ok(Math.abs(beyondTwo - 0.0455) < 0.0025, String(beyondTwo));
});

test('an odd number of normal numbers is filled, and the largest draw stays finite', () => {
  const three = new Float32Array(3);
  fillNormal(three, 1, seededRandom(0));
  const four = new Float32Array(4);
  fillNormal(four, 1, seededRandom(0));
  assert.deepEqual(three, four.subarray(0, 3));
  fillNormal(three, 1, () => 1 - 2 ** -53);
  assert.ok(three.every(Number.isFinite));
  fillNormal(three, 1, () => 0);
  assert.ok(three.every((value) => value === 0));
});
