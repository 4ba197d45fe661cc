import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CorpusRun } from '../src/experiments/reproduce/corpus-run.ts';
import { gainClaims } from '../src/experiments/reproduce/gain-claims.ts';
import { madeRun, madeRuns, meanOf, plainInterval, random } from './support/corpus-runs.ts';

const NOISE = [0, 0.01, -0.01, 0.02, -0.02];

/** Texts of 20 tokens whose gains are 2 early and, from token 13 on, this share of it, with a bit of noise each. */
function falling(dim: number, ratio: number, noise = NOISE): CorpusRun {
  const gains = noise.map((more) =>
    Array.from({ length: 20 }, (_, i) => (i === 0 ? 4.6 : i < 12 ? 2 : 2 * (ratio + more))),
  );
  return madeRun({ dim, gains });
}

function claims(trained: CorpusRun[], control: CorpusRun[][] = []) {
  const found = gainClaims(madeRuns(trained, control), random);
  return { falls: found.slice(0, -1), less: found.at(-1)! };
}

function fallVerdict(trained: CorpusRun[], control: CorpusRun[][] = []): string {
  const verdicts = claims(trained, control).falls.map(({ verdict }) => verdict);
  assert.equal(new Set(verdicts).size, 1, 'the claim is about every size');
  return verdicts[0];
}

test('late over early: tokens 13 to 16 over 2 to 4 at m = 16, counted from 1, means over texts', () => {
  const gains = [0, 100].map((more) => Array.from({ length: 20 }, (_, i) => i + 1 + more));
  const { falls } = claims([madeRun({ dim: 32, gains })]);
  assert.equal(falls[0].quantity, 'late gain / early gain within T <= 16 (tokens 13-16 over 2-4)');
  assert.equal(falls[0].value, (14.5 + 114.5) / (3 + 103));
});

test('quarters of other lengths: rounded down, and never the first token', () => {
  const quantity = (length: number) => {
    const gains = [new Array(length).fill(1), new Array(length).fill(1)];
    return claims([madeRun({ dim: 512, gains })]).falls[0].quantity;
  };
  assert.match(quantity(8), /T <= 8 \(tokens 7-8 over 2-2\)/);
  assert.match(quantity(11), /T <= 11 \(tokens 9-11 over 2-2\)/);
  assert.match(quantity(300), /T <= 256 \(tokens 193-256 over 2-64\)/);
});

test('claim 4 holds, fails and is undecided', () => {
  assert.equal(fallVerdict([falling(32, 0.5), falling(64, 0.8)]), 'holds');
  assert.equal(fallVerdict([falling(32, 0.5), falling(64, 1.2)]), 'fails');
  const noisy = [0.3, -0.3, 0.3, -0.3, 0];
  assert.equal(fallVerdict([falling(32, 0.5), falling(64, 1, noisy)]), 'undecided');
  assert.equal(fallVerdict([falling(32, 1, noisy), falling(64, 1.2)]), 'fails');
});

test('claim 4 is also untrained where untrained models of every size fall too, or by no less', () => {
  const trained = [falling(32, 0.5), falling(64, 0.8)];
  assert.equal(fallVerdict(trained, [[falling(32, 0.9), falling(64, 0.9)]]), 'also untrained');
  assert.equal(fallVerdict(trained, [[falling(32, 0.9), falling(64, 1.1)]]), 'holds');
  const noisy = [0.9, -0.9, 0.9, -0.9, 0];
  const reaching = [falling(32, 0.5, noisy), falling(64, 0.8, noisy)];
  assert.equal(fallVerdict(trained, [reaching]), 'also untrained');
  assert.equal(fallVerdict(trained, [[falling(32, 0.55, noisy), falling(64, 0.8, noisy)]]), 'holds');
  const [small] = claims(trained, [[falling(32, 0.9), falling(64, 0.9)], trained]).falls;
  assert.deepEqual(
    [small.control!.low, small.control!.high].map((value) => value.toFixed(12)),
    ['0.500000000000', '0.900000000000'],
  );
});

test('claim 5: order test of the ratio, rising', () => {
  const less = (ratios: number[], control: number[][] = []) => {
    const made = (of: number[]) => of.map((ratio, i) => falling(32 * (i + 1), ratio));
    return claims(made(ratios), control.map(made)).less;
  };
  assert.equal(less([0.5, 0.6, 0.7]).verdict, 'holds');
  assert.equal(less([0.5, 0.7, 0.6]).verdict, 'fails');
  assert.equal(less([0.5, 0.5, 0.7]).verdict, 'undecided');
  assert.equal(less([0.5, 0.6, 0.7], [[0.1, 0.11, 0.12]]).verdict, 'also untrained');
  assert.equal(less([0.5, 0.6, 0.7], [[0.1, 0.11, 0.1]]).verdict, 'holds');
  // between the first two sizes they reach the interval, between the others not
  assert.equal(less([0.5, 0.6, 0.7], [[0.1, 0.3, 0.1]]).verdict, 'holds');
  const { value, quantity, control, models } = less([0.5, 0.7, 0.8], [[0.1, 0.5, 0.8]]);
  assert.ok(Math.abs(value! - 0.1) < 1e-12);
  assert.match(
    quantity,
    /^least favourable difference, d96 - d64, of late gain \/ early gain within T <= 16$/,
  );
  assert.ok(Math.abs(control!.low - 0.3) < 1e-12);
  assert.equal(models, 'd32, d64, d96');
});

test('intervals: the ratio of means on resampled texts, and its difference on the same ones', () => {
  const late = [0.3, -0.2, 0.1, 0.25, -0.3];
  const runs = [falling(32, 0.5, late), falling(64, 0.6, [...late].reverse())];
  const { falls, less } = claims(runs);
  const ratio = (run: CorpusRun, drawn: number[]) => {
    const mean = (from: number, to: number) =>
      meanOf(drawn.map((text) => meanOf(run.texts[text].gain.subarray(from - 1, to))));
    return mean(13, 16) / mean(2, 4);
  };
  const expected = [
    ...runs.map((run) => plainInterval(5, (drawn) => ratio(run, drawn))),
    plainInterval(5, (drawn) => ratio(runs[1], drawn) - ratio(runs[0], drawn)),
  ];
  [...falls, less].forEach(({ interval }, i) => {
    assert.ok(Math.abs(interval!.low - expected[i][0]) < 1e-12);
    assert.ok(Math.abs(interval!.high - expected[i][1]) < 1e-12);
  });
});

test('early gains that differ between texts: the ratio is of means, not the mean of ratios', () => {
  const gains = [
    [4.6, ...new Array(11).fill(4), ...new Array(4).fill(1)],
    [4.6, ...new Array(11).fill(1), ...new Array(4).fill(1)],
  ];
  const [claim] = claims([madeRun({ dim: 32, gains })]).falls;
  assert.equal(claim.value, 2 / 5);
});

test('texts shorter than m are left out and counted; too short ones leave both claims open', () => {
  const mixed = (dim: number, ratio: number) => {
    const run = falling(dim, ratio);
    return { ...run, texts: [...run.texts, { ...run.texts[0], index: 5, tokens: 4 }] };
  };
  const { falls, less } = claims([mixed(32, 0.5), mixed(64, 0.8)]);
  assert.match(falls[0].quantity, /T <= 16 \(5 of 6 texts\)/);
  assert.match(less.quantity, /T <= 16 \(5 of 6 texts\)$/);
  assert.ok(Math.abs(falls[0].value! - 0.5) < 1e-12);
  const short = gainClaims(
    madeRuns([madeRun({ gains: [new Array(7).fill(1), new Array(7).fill(1)] })]),
    random,
  );
  const narrow = gainClaims(madeRuns([falling(14, 0.5)]), random);
  for (const claims of [short, narrow]) {
    assert.deepEqual(
      claims.map(({ claim, verdict, value }) => [claim[0], verdict, value]),
      [
        ['4', 'undecided', null],
        ['5', 'undecided', null],
      ],
    );
    assert.match(claims[0].threshold, /8 tokens .* 16 dimensions/);
  }
});

test('one text has a ratio but no interval; one model has no order', () => {
  const one = claims(
    [falling(32, 0.5, [0]), falling(64, 0.8, [0])],
    [[falling(32, 0.5, [0]), falling(64, 0.8, [0])]],
  );
  assert.deepEqual(
    one.falls.map(({ value, interval, verdict }) => [value, interval, verdict]),
    [
      [0.5, null, 'undecided'],
      [0.8, null, 'undecided'],
    ],
  );
  assert.deepEqual([one.less.interval, one.less.verdict], [null, 'undecided']);
  const { falls, less } = claims([falling(32, 0.5)]);
  assert.deepEqual([falls[0].verdict, less.verdict, less.value], ['holds', 'undecided', null]);
});
