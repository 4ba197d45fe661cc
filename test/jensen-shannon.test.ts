import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jensenShannon, jensenShannonSquared } from '../src/metrics/jensen-shannon.ts';
import { sentenceDistance } from '../src/metrics/sentence-distance.ts';
import { normal } from './support/random.ts';
import { pairOf, type Rows } from './support/sentences.ts';

const D = 40;

function textOf(n: number, seed: number, begin?: Rows): Rows {
  const data = Float64Array.from({ length: n * D }, normal(seed));
  if (begin) data.set(begin.data);
  return { n, d: D, data };
}

test('js with γ is logdet with δ = 1/γ, exactly', () => {
  const pair = pairOf(textOf(5, 1), textOf(8, 2));
  for (const [gamma, ridge] of [
    [100, 0.01],
    [1e6, 1e-6],
    [0.125, 8],
  ])
    assert.equal(
      sentenceDistance(pair, 'js', { gamma, ridge: 1 }),
      sentenceDistance(pair, 'logdet', { gamma: 1, ridge }),
    );
});

test('determinants and generalised eigenvalues give the same distance', () => {
  const begin = textOf(3, 3);
  for (const gamma of [0.01, 1, 100, 1e4]) {
    for (const pair of [
      pairOf(textOf(7, 1), textOf(9, 2)),
      pairOf(textOf(7, 4, begin), textOf(6, 5, begin)),
    ]) {
      const found = jensenShannon(pair, 1 / gamma);
      const error = Math.abs(found / Math.sqrt(jensenShannonSquared(pair, 1 / gamma)) - 1);
      assert.ok(error < 2e-11, `γ = ${gamma}: ${error}`);
    }
  }
});

test('a vanishing γ leaves (γ/√8) ‖A - B‖_F', () => {
  const pair = pairOf(textOf(4, 6), textOf(5, 7));
  const frobenius = sentenceDistance(pair, 'frobenius', { gamma: 1, ridge: 1 });
  const found = sentenceDistance(pair, 'js', { gamma: 1e-12, ridge: 1 });
  assert.ok(Math.abs(found / ((1e-12 / Math.sqrt(8)) * frobenius) - 1) < 1e-11);
});
