import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointDistances } from '../src/metrics/euclidean.ts';
import { PERMUTATIONS, silhouettePermutationP } from '../src/metrics/permutation.ts';
import { seededRandom } from '../src/random.ts';
import { embedOracle } from './support/embed-oracle.ts';
import { normal } from './support/random.ts';

const LINE = pointDistances(Float64Array.of(0, 1, 10, 11), 4, 1);
const CLASSES = ['a', 'a', 'b', 'b'];

function p(blocks: string[], seed = 1) {
  return silhouettePermutationP(LINE, 4, CLASSES, blocks, PERMUTATIONS, seededRandom(seed))!;
}

test('two pairs in one block: 2 of 6 divisions are as good', () => {
  assert.ok(Math.abs(p(['x', 'x', 'x', 'x']) - 1 / 3) < 0.02);
});

test('within blocks of one from each pair: 2 of 4 divisions are as good', () => {
  assert.ok(Math.abs(p(['x', 'y', 'x', 'y']) - 1 / 2) < 0.02);
});

test('where no block has two classes there is nothing to permute', () => {
  assert.equal(silhouettePermutationP(LINE, 4, CLASSES, ['x', 'x', 'y', 'y'], 99, seededRandom(1)), null);
  assert.equal(silhouettePermutationP(LINE, 4, ['a', 'a', 'a', 'a'], CLASSES, 99, seededRandom(1)), null);
});

test('equal points tie whatever the rounding: tenths of whole distances give the same p as whole ones', () => {
  const [none, king] = [
    [10, 27, 19, 12],
    [29, 47, 48, 33],
  ];
  const D = pointDistances(Float64Array.from([...none, ...king, ...king]), 12, 1);
  const contexts = Array.from({ length: 12 }, (_, i) => `${Math.floor(i / 4)}`);
  const names = Array.from({ length: 12 }, (_, i) => `${i % 4}`);
  const pOf = (distances: Float64Array) =>
    silhouettePermutationP(distances, 12, contexts, names, PERMUTATIONS, seededRandom(3));
  assert.equal(pOf(D.map((distance) => distance / 10)), pOf(D));
});

test('the same seed gives the same p, another seed another', () => {
  const blocks = ['x', 'x', 'x', 'x'];
  assert.equal(p(blocks), p(blocks));
  assert.notEqual(p(blocks), p(blocks, 2));
});

test('the contexts of the prompts reach the least p there is', () => {
  const { prompts, vectors } = embedOracle();
  const { data, shape } = vectors.mean.vectors;
  const D = pointDistances(data, shape[0], shape[1]);
  const contexts = prompts.map(([context]) => context);
  const names = prompts.map(([, name]) => name);
  assert.equal(silhouettePermutationP(D, 45, contexts, names, PERMUTATIONS, seededRandom(0)), 1e-4);
});

test('on points without structure p is uniform: every tenth test is below 0.1', () => {
  const next = normal(5);
  const blocks = Array.from({ length: 12 }, (_, i) => `${i % 4}`);
  const classes = Array.from({ length: 12 }, (_, i) => `${Math.floor(i / 4)}`);
  let below = 0;
  for (let run = 0; run < 400; run++) {
    const D = pointDistances(
      Float64Array.from({ length: 24 }, () => next()),
      12,
      2,
    );
    if (silhouettePermutationP(D, 12, classes, blocks, 199, seededRandom(run))! <= 0.1) below++;
  }
  assert.ok(below > 20 && below < 65, `${below} of 400`);
});
