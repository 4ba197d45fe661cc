import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LassoAttention, lassoClaims, STRENGTHS } from '../src/experiments/reproduce/lasso-claim.ts';
import { madeRun, madeRuns, meanOf, plainInterval, random } from './support/corpus-runs.ts';

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

/** Verdicts of one size: differ at alpha, at the paper's λ; sparser at both. */
function verdicts(trained: LassoAttention[][], control: LassoAttention[][][] = []): string[] {
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
  assert.deepEqual(verdicts(around([0.3, -5], [0.3, 5]), [around([0.3, 5])]).slice(2), [word, word]);
});

test('also untrained where every seed passes, or their range reaches the interval', () => {
  const trained = around([0.3, 5]);
  assert.deepEqual(
    verdicts(trained, [around([0.45, 2]), around([0.4, 1])]),
    new Array(4).fill('also untrained'),
  );
  assert.deepEqual(verdicts(trained, [around([0.45, 2]), around([0.6, -1])]), new Array(4).fill('holds'));
  // too noisy to pass, but in the interval, or beyond it
  assert.deepEqual(verdicts(trained, [around([0.3, 5], [0.3, 5], 70)]), new Array(4).fill('also untrained'));
  assert.deepEqual(verdicts(trained, [around([0.2, 9], [0.2, 9], 90)]), new Array(4).fill('also untrained'));
  assert.deepEqual(verdicts(trained, [around([0.4, 3], [0.4, 3], 70)]), new Array(4).fill('holds'));
  // at one penalty
  const half = verdicts(trained, [around([0.6, -1], [0.3, 5])]);
  assert.deepEqual(half, ['holds', 'also untrained', 'holds', 'also untrained']);
});

test('values, intervals and the range of the control', () => {
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
  assert.ok(Math.abs(differ.control!.low - 0.4) < 1e-12 && Math.abs(differ.control!.high - 0.6) < 1e-12);
  assert.match(differ.quantity, /alpha = 1e-4/);
  assert.match(sparser.quantity, /λ = 0\.4096/);
  assert.match(sparser.data, /first 64 tokens$/);
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
    { dim: 32, trained: around([0.3, 5]), untrained: around([0.3, 5]) },
    { dim: 64, trained: around([0.3, 5]), untrained: around([0.7, -5]) },
    { dim: 96, trained: around([0.7, 5]), untrained: around([0.3, 5]) },
  ];
  const runs = madeRuns(
    sizes.map(({ dim, trained }) => madeRun({ dim, picks: trained })),
    [sizes.map(({ dim, untrained }) => madeRun({ dim, picks: untrained }))],
  );
  const atAlpha = lassoClaims(runs, random).filter(({ quantity }) => quantity.includes('alpha = 1e-4 (λ'));
  assert.deepEqual(
    atAlpha.map(({ models, verdict }) => `${models} ${verdict}`),
    ['d32 also untrained', 'd64 holds', 'd96 fails', 'd32 also untrained', 'd64 holds', 'd96 also untrained'],
  );
});
