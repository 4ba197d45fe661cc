import assert from 'node:assert/strict';
import { test } from 'node:test';
import { theorem41Claims, theoremA1Claims } from '../src/paper/claims/theorems.ts';
import { plainInterval, random } from './support/corpus-runs.ts';

const ONE = { model: 'one', revision: 'step64', layer: 4 };

/** Slope 3 and ratio 1 between all pairs of six texts, but for what a pair's texts add. */
function pairs(slope: (a: number, b: number) => number | null, ratio = 1, texts = 6) {
  const all = [];
  for (let a = 0; a < texts; a++)
    for (let b = a + 1; b < texts; b++) {
      const found = slope(a, b);
      all.push(found === null ? null : { slope: found, ratio, remainders: [] });
    }
  return { texts, pairs: all };
}

function a1(made: ReturnType<typeof pairs>) {
  return theoremA1Claims(ONE, 'made texts', made, random);
}

test('claim 11: slope 3 ± .05 and ratio 1 ± .01, each by its own', () => {
  const verdicts = (slope: number, ratio: number) =>
    a1(pairs((a, b) => slope + 1e-4 * (a + b), ratio)).map(({ verdict }) => verdict);
  assert.deepEqual(verdicts(3, 1), ['holds', 'holds']);
  assert.deepEqual(verdicts(2.951, 0.991), ['holds', 'holds']);
  assert.deepEqual(verdicts(3.048, 1.009), ['holds', 'holds']);
  assert.deepEqual(verdicts(3.051, 1.011), ['fails', 'fails']);
  assert.deepEqual(verdicts(2.94, 0.989), ['fails', 'fails']);
  assert.deepEqual(verdicts(2, 1), ['fails', 'holds']);
  assert.deepEqual(verdicts(2.9495, 0.99), ['undecided', 'undecided']);
});

test('claim 11: the median over the pairs, texts resampled', () => {
  const slopeOf = (a: number, b: number) => 3 + 0.01 * Math.sin(7 * a + b);
  const median = (slopes: number[]) => {
    const sorted = slopes.sort((x, y) => x - y);
    return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  };
  const between = (drawn: number[]) =>
    median(
      drawn.flatMap((a, i) =>
        drawn.slice(i + 1).flatMap((b) => (a === b ? [] : [slopeOf(Math.min(a, b), Math.max(a, b))])),
      ),
    );
  const [slope] = a1(pairs(slopeOf));
  assert.ok(Math.abs(slope.value! - between([0, 1, 2, 3, 4, 5])) < 1e-12);
  const [low, high] = plainInterval(6, between);
  assert.ok(Math.abs(slope.interval!.low - low) < 1e-12);
  assert.ok(Math.abs(slope.interval!.high - high) < 1e-12);
  assert.equal(slope.setting, 'median over 15 pairs');
  assert.deepEqual([slope.model, slope.revision, slope.layer], ['one', 'step64', 4]);
});

test('claim 11: equal texts leave nothing to fit and are left out; where nothing is left it is undecided', () => {
  const [slope] = a1(pairs((a, b) => (a === 0 || b === 1 ? null : 3 + b)));
  assert.equal(slope.setting, 'median over 10 pairs');
  assert.equal(slope.value, 7);
  const [none, noRatio] = a1(pairs(() => null));
  assert.deepEqual([none.value, none.interval, none.verdict], [null, null, 'undecided']);
  assert.equal(noRatio.verdict, 'undecided');
});

test('claim 12: the largest of all texts decides, at the thresholds too', () => {
  const verdicts = (...texts: { corrected: number | null; printed: number | null }[]) =>
    theorem41Claims(ONE, 'made texts', texts).map(({ verdict, value }) => [verdict, value]);
  assert.deepEqual(verdicts({ corrected: 1e-15, printed: 0.1 }, { corrected: 1e-12, printed: 4 }), [
    ['holds', 1e-12],
    ['holds', 4],
  ]);
  assert.deepEqual(verdicts({ corrected: 1.1e-12, printed: 0.01 }, { corrected: 0, printed: 0.001 }), [
    ['fails', 1.1e-12],
    ['fails', 0.01],
  ]);
  assert.deepEqual(verdicts({ corrected: null, printed: null }, { corrected: 1e-15, printed: null }), [
    ['holds', 1e-15],
    ['undecided', null],
  ]);
});
