import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bySeed,
  commonLength,
  comparedLength,
  halfWidth,
  meanAt,
  pairTexts,
  textsReaching,
} from '../src/paper/claims/corpus-run.ts';
import { madeRun, madeRuns } from './support/corpus-runs.ts';

/** Texts of so many tokens. */
function lengths(...tokens: number[]): number[][] {
  return tokens.map((count) => Array.from({ length: count }, () => 1));
}

test('sizes are compared at half the width of the narrowest model', () => {
  const texts = lengths(200, 200, 200);
  const runs = madeRuns([madeRun({ dim: 33, gains: texts }), madeRun({ dim: 64, gains: texts })]);
  assert.equal(halfWidth(runs), 16);
  assert.equal(comparedLength(runs), 16);
  assert.equal(commonLength(runs), 200);
});

test('where half of the texts are shorter, at what more than half of them reach', () => {
  const compared = (...tokens: number[]) =>
    comparedLength(madeRuns([madeRun({ dim: 512, gains: lengths(...tokens) })]));
  assert.equal(compared(40, 40, 40), 40);
  assert.equal(compared(40, 30, 1), 30);
  assert.equal(compared(40, 30), 30);
  assert.equal(compared(9, 300, 1, 299), 9);
  assert.equal(compared(300, 300, 300, 1), 256);
  assert.equal(compared(1), 1);
});

test('a text is as long as the model that cuts it into the fewest tokens has it', () => {
  const runs = madeRuns([
    madeRun({ dim: 32, gains: lengths(20, 9, 30) }),
    madeRun({ dim: 64, gains: lengths(15, 12, 30) }),
  ]);
  assert.equal(commonLength(runs), 9);
  assert.deepEqual(textsReaching(runs, 15), [0, 2]);
  assert.deepEqual(textsReaching(runs, 16), [2]);
});

test('texts that any model leaves out are left out of all, so that the others are paired', () => {
  const all = madeRun({ dim: 32, gains: [[1], [2], [3], [4]] });
  const without = (index: number) => ({ ...all, texts: all.texts.filter((text) => text.index !== index) });
  const { trained, control } = pairTexts(madeRuns([all, without(1)], [[all, without(3)]]));
  const indices = [...trained, ...control.flat()].map(({ texts }) => texts.map(({ index }) => index));
  assert.deepEqual(indices, [
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 2],
  ]);
});

test('without any shared text lengths are 0', () => {
  const runs = madeRuns([madeRun({ gains: [] })]);
  assert.equal(commonLength(runs), 0);
  assert.equal(comparedLength(runs), 0);
});

test('a mean over drawn texts counts each as often as it is drawn', () => {
  assert.equal(meanAt([1, 10, 100], [1, 1, 2, 0]), 30.25);
});

test('by seed only the seeds that every size has: a small model has more', () => {
  assert.deepEqual(
    bySeed([
      ['a0', 'a1', 'a2'],
      ['b0', 'b1'],
    ]),
    [
      ['a0', 'b0'],
      ['a1', 'b1'],
    ],
  );
  assert.deepEqual(bySeed([['a0'], []]), []);
  assert.deepEqual(bySeed([]), []);
});
