import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LassoAttention, lassoClaims, STRENGTHS } from '../src/paper/claims/lasso.ts';
import { madeRun, madeRuns, meanOf, plainInterval, random, seedsAround } from './support/corpus-runs.ts';

/** One text at one penalty: its Jaccard index, and how many more tokens attention picks. */
function picks(jaccard: number | null, more: number): LassoAttention {
  return { jaccard, lassoPicks: 10, attentionPicks: 10 + more };
}

const SHIFTS = [-0.02, 0, 0.02, 0.01, -0.01];

/** Five texts around these numbers, at both penalties. */
function around(atAlpha: [number, number], atPaper = atAlpha, spread = 1): LassoAttention[][] {
  return SHIFTS.map((shift) =>
    [atAlpha, atPaper].map(([jaccard, more]) => picks(jaccard + shift * spread, more + 10 * shift * spread)),
  );
}

/** Eight untrained models around these numbers, a standard deviation of about .01 in Jaccard and .1 in picks apart. */
function untrained(atAlpha: [number, number], atPaper = atAlpha): LassoAttention[][][] {
  const moved = ([jaccard, more]: [number, number], by: number): [number, number] => [
    jaccard + by,
    more + 10 * by,
  ];
  return seedsAround((noise) => around(moved(atAlpha, noise), moved(atPaper, noise)), 0.01);
}

/** Verdicts of one size: differ at alpha, at the paper's λ; sparser at both. */
function verdicts(trained: LassoAttention[][], control = untrained([0.9, -20])): string[] {
  const runs = madeRuns(
    [madeRun({ picks: trained })],
    control.map((picks) => [madeRun({ picks })]),
  );
  return lassoClaims(runs, random).map(({ verdict }) => verdict);
}

test('the penalties: alpha 1e-4 at the width of the model, and at the width of the paper', () => {
  assert.deepEqual(
    STRENGTHS.map(({ lambda }) => [lambda(160), lambda(2048)]),
    [
      [0.032, 0.4096],
      [0.4096, 0.4096],
    ],
  );
});

test('both sides hold, fail and are undecided', () => {
  assert.deepEqual(verdicts(around([0.3, 5])), ['holds', 'holds', 'holds', 'holds']);
  assert.deepEqual(verdicts(around([0.7, -5])), ['fails', 'fails', 'fails', 'fails']);
  assert.deepEqual(verdicts(around([0.5, 0], [0.5, 0], 5)), new Array(4).fill('undecided'));
  assert.deepEqual(verdicts(around([0.7, 5])), ['fails', 'fails', 'holds', 'holds']);
});

test('what holds at one penalty only depends on λ, each side by itself', () => {
  const word = 'depends on λ';
  assert.deepEqual(verdicts(around([0.3, -5], [0.3, 5])), ['holds', 'holds', word, word]);
  assert.deepEqual(verdicts(around([0.7, 5], [0.3, 5])), [word, word, 'holds', 'holds']);
  // shown at one, undecided at the other
  assert.deepEqual(verdicts(around([0.5, 0], [0.3, 5], 5)), new Array(4).fill(word));
  // shown at neither
  assert.deepEqual(verdicts(around([0.5, 0], [0.9, -5], 5)), ['undecided', 'fails', 'undecided', 'fails']);
  // whatever the control does
  assert.deepEqual(verdicts(around([0.3, -5], [0.3, 5]), untrained([0.3, 5])).slice(2), [word, word]);
});

test('also untrained unless the interval lies beyond what one more seed may give', () => {
  const trained = around([0.3, 5]);
  // untrained models pass the threshold too, but by less: training shows
  assert.deepEqual(verdicts(trained, untrained([0.4, 3])), new Array(4).fill('holds'));
  assert.deepEqual(verdicts(trained, untrained([0.33, 4.7])), new Array(4).fill('also untrained'));
  assert.deepEqual(verdicts(trained, untrained([0.2, 9])), new Array(4).fill('also untrained'));
  // at one penalty
  const half = verdicts(trained, untrained([0.6, -1], [0.3, 5]));
  assert.deepEqual(half, ['holds', 'also untrained', 'holds', 'also untrained']);
  assert.deepEqual(verdicts(trained, []), new Array(4).fill('undecided'));
});

test('values, intervals, the control and what a difference is made of', () => {
  const made = around([0.3, 5], [0.1, 7]);
  const runs = madeRuns(
    [madeRun({ picks: made })],
    [[madeRun({ picks: around([0.6, 1]) })], [madeRun({ picks: around([0.4, 3]) })]],
  );
  const [differ, , , sparser] = lassoClaims(runs, random);
  const expected = [
    made.map(([{ jaccard }]) => jaccard!),
    made.map(([, paper]) => paper.attentionPicks - 10),
  ];
  [differ, sparser].forEach(({ value, interval }, i) => {
    const [low, high] = plainInterval(5, (drawn) => meanOf(drawn.map((text) => expected[i][text])));
    assert.ok(Math.abs(value! - meanOf(expected[i])) < 1e-12);
    assert.ok(Math.abs(interval!.low - low) < 1e-12);
    assert.ok(Math.abs(interval!.high - high) < 1e-12);
  });
  assert.ok(Math.abs(differ.control!.mean - 0.5) < 1e-12);
  assert.ok(Math.abs(differ.control!.sd! - 0.1 * Math.SQRT2) < 1e-12);
  assert.equal(differ.control!.seeds, 2);
  assert.match(differ.setting, /alpha = 1e-4/);
  assert.match(sparser.setting, /λ = 0\.4096/);
  assert.match(sparser.data, /first 64 tokens$/);
  assert.deepEqual(
    sparser.parts.map(({ name, value, control }) => [name, value.toFixed(9), control!.mean.toFixed(9)]),
    [
      ['mean Lasso picks', '10.000000000', '10.000000000'],
      ['mean attention picks', '17.000000000', '12.000000000'],
    ],
  );
});

test('texts of one token, and those where neither picks any, are left out of what they say nothing of', () => {
  const made = [
    [],
    [picks(null, 4), picks(0.2, 4)],
    [picks(0.4, 2), picks(0.2, 4)],
    [picks(0.2, 3), picks(0.2, 4)],
  ];
  const claims = lassoClaims(madeRuns([madeRun({ picks: made })]), random);
  assert.ok(Math.abs(claims[0].value! - 0.3) < 1e-12);
  assert.equal(claims[2].value, 3);
});

test('no text, or one, decides nothing', () => {
  const [none] = lassoClaims(
    madeRuns([madeRun({ picks: [[], []] })], [[madeRun({ picks: [[], []] })]]),
    random,
  );
  assert.deepEqual([none.value, none.interval, none.verdict, none.control], [null, null, 'undecided', null]);
  const [one] = lassoClaims(madeRuns([madeRun({ picks: [[picks(0.2, 1), picks(0.2, 1)]] })]), random);
  assert.deepEqual([one.value, one.interval, one.verdict], [0.2, null, 'undecided']);
});

test('every size has its own verdict, beside the untrained model of that size', () => {
  const sizes = [
    { dim: 32, trained: around([0.3, 5]), seeds: untrained([0.3, 5]) },
    { dim: 64, trained: around([0.3, 5]), seeds: untrained([0.7, -5]) },
    { dim: 96, trained: around([0.7, 5]), seeds: untrained([0.3, 5]) },
  ];
  const runs = madeRuns(
    sizes.map(({ dim, trained }) => madeRun({ dim, picks: trained })),
    Array.from({ length: 8 }, (_, seed) =>
      sizes.map(({ dim, seeds }) => madeRun({ dim, picks: seeds[seed] })),
    ),
  );
  const atAlpha = lassoClaims(runs, random).filter(({ setting }) => setting.includes('alpha = 1e-4 (λ'));
  assert.deepEqual(
    atAlpha.map(({ model, verdict }) => `${model} ${verdict}`),
    ['d32 also untrained', 'd64 holds', 'd96 fails', 'd32 also untrained', 'd64 holds', 'd96 also untrained'],
  );
});
