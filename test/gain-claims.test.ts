import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CorpusRun } from '../src/paper/claims/corpus-run.ts';
import { gainClaims } from '../src/paper/claims/gain.ts';
import { madeRun, madeRuns, meanOf, plainInterval, random, seedsAround } from './support/corpus-runs.ts';

const NOISE = [0, 0.01, -0.01, 0.02, -0.02];

/** Texts of 20 tokens whose gains are 2 early and, from token 13 on, this share of it, with a bit of noise each. */
function falling(dim: number, ratio: number, noise = NOISE): CorpusRun {
  const gains = noise.map((more) =>
    Array.from({ length: 20 }, (_, i) => (i === 0 ? 4.6 : i < 12 ? 2 : 2 * (ratio + more))),
  );
  return madeRun({ dim, gains });
}

/** Eight seeds of untrained models of these widths that hardly fall, unless by these ratios, and not in order. */
function untrained(dims: number[], ratios = dims.map((_, i) => 0.99 - i / 100)): CorpusRun[][] {
  return seedsAround((noise) => dims.map((dim, i) => falling(dim, ratios[i] + noise)), 0.002);
}

function claims(trained: CorpusRun[], control = untrained(trained.map(({ dim }) => dim))) {
  const found = gainClaims(madeRuns(trained, control), random);
  return { falls: found.slice(0, -1), less: found.at(-1)! };
}

/** Of both sizes, where they have one verdict. */
function fallVerdict(trained: CorpusRun[], control?: CorpusRun[][]): string {
  return [...new Set(claims(trained, control).falls.map(({ verdict }) => verdict))].join(', ');
}

test('late over early: tokens 13 to 16 over 2 to 4 at m = 16, counted from 1, means over texts', () => {
  const gains = [0, 100].map((more) => Array.from({ length: 20 }, (_, i) => i + 1 + more));
  const { falls } = claims([madeRun({ dim: 32, gains })]);
  assert.equal(falls[0].quantity, 'late gain / early gain');
  assert.equal(falls[0].setting, 'T <= 16, tokens 13-16 over 2-4');
  assert.equal(falls[0].value, (14.5 + 114.5) / (3 + 103));
});

test('quarters of other lengths: rounded down, and never the first token', () => {
  const setting = (length: number) => {
    const gains = [new Array(length).fill(1), new Array(length).fill(1)];
    return claims([madeRun({ dim: 512, gains })], []).falls[0].setting;
  };
  assert.equal(setting(8), 'T <= 8, tokens 7-8 over 2-2');
  assert.equal(setting(11), 'T <= 11, tokens 9-11 over 2-2');
  assert.equal(setting(300), 'T <= 256, tokens 193-256 over 2-64');
});

test('claim 4 holds, fails and is undecided', () => {
  assert.equal(fallVerdict([falling(32, 0.5), falling(64, 0.8)]), 'holds');
  assert.equal(fallVerdict([falling(32, 0.5), falling(64, 1.2)]), 'fails');
  const noisy = [0.3, -0.3, 0.3, -0.3, 0];
  assert.equal(fallVerdict([falling(32, 0.5), falling(64, 1, noisy)]), 'undecided');
  assert.equal(fallVerdict([falling(32, 1, noisy), falling(64, 1.2)]), 'fails');
});

test('claim 4 is also untrained, size by size, unless it falls by more than one more seed may', () => {
  const trained = [falling(32, 0.5), falling(64, 0.8)];
  const dims = [32, 64];
  assert.equal(fallVerdict(trained, untrained(dims, [0.9, 0.9])), 'holds');
  assert.equal(fallVerdict(trained, untrained(dims, [0.51, 0.81])), 'also untrained');
  assert.equal(fallVerdict(trained, untrained(dims, [0.9, 0.7])), 'holds, also untrained');
  assert.equal(fallVerdict(trained, []), 'undecided');
  const [small] = claims(trained, untrained(dims, [0.9, 0.9])).falls;
  assert.deepEqual([small.control!.seeds, small.control!.mean.toFixed(9)], [8, '0.900000000']);
  assert.deepEqual([small.model, small.models], ['d32', 'd32']);
});

test('claim 5: order test of the ratio, rising', () => {
  const made = (of: number[]) => of.map((ratio, i) => falling(32 * (i + 1), ratio));
  const less = (ratios: number[], control: number[][] = new Array(8).fill([0.3, 0.2, 0.1])) =>
    claims(made(ratios), control.map(made)).less;
  const falls = [0.3, 0.2, 0.1];
  assert.equal(less([0.5, 0.6, 0.7]).verdict, 'holds');
  assert.equal(less([0.5, 0.7, 0.6]).verdict, 'fails');
  assert.equal(less([0.5, 0.5, 0.7]).verdict, 'undecided');
  // of eight seeds one that passes is more than a twentieth, however little it rises
  const seeds = [...new Array(7).fill(falls), [0.1, 0.11, 0.12]];
  assert.equal(less([0.5, 0.6, 0.7], seeds).verdict, 'also untrained');
  assert.equal(less([0.5, 0.6, 0.7], [...new Array(7).fill(falls), [0.1, 0.11, 0.1]]).verdict, 'holds');
  assert.equal(less([0.5, 0.6, 0.7], []).verdict, 'undecided');
  const { value, setting, control, model, models } = less([0.5, 0.7, 0.8], [[0.1, 0.5, 0.8]]);
  assert.ok(Math.abs(value! - 0.1) < 1e-12);
  assert.equal(setting, 'T <= 16, d96 - d64');
  assert.ok(Math.abs(control!.mean - 0.3) < 1e-12);
  assert.deepEqual([control!.seeds, control!.passes], [1, 1]);
  assert.deepEqual([model, models], [null, 'd32, d64, d96']);
});

test('claim 5 names the ratio of each size, and below three sizes is not asked', () => {
  const { less } = claims([falling(32, 0.5), falling(64, 0.6)], untrained([32, 64], [0.9, 0.8]));
  assert.equal(less.verdict, 'needs three sizes');
  assert.ok(Math.abs(less.value! - 0.1) < 1e-12);
  assert.deepEqual(
    less.parts.map(({ name, model, value, control }) => [
      name,
      model,
      value.toFixed(9),
      control!.mean.toFixed(9),
    ]),
    [
      ['late gain / early gain', 'd32', '0.500000000', '0.900000000'],
      ['late gain / early gain', 'd64', '0.600000000', '0.800000000'],
    ],
  );
  // three models of two sizes have no trend either
  const twins = [falling(32, 0.5), falling(64, 0.6), falling(64, 0.7)];
  assert.equal(claims(twins).less.verdict, 'needs three sizes');
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
  assert.match(falls[0].setting, /T <= 16 \(5 of 6 texts\)/);
  assert.equal(less.setting, 'T <= 16 (5 of 6 texts), d64 - d32');
  assert.ok(Math.abs(falls[0].value! - 0.5) < 1e-12);
  const short = gainClaims(
    madeRuns([madeRun({ gains: [new Array(7).fill(1), new Array(7).fill(1)] })]),
    random,
  );
  const narrow = gainClaims(madeRuns([falling(14, 0.5)]), random);
  for (const claims of [short, narrow]) {
    assert.deepEqual(
      claims.map(({ number, verdict, value }) => [number, verdict, value]),
      [
        [4, 'undecided', null],
        [5, 'needs three sizes', null],
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
  assert.deepEqual([one.less.interval, one.less.verdict], [null, 'needs three sizes']);
  const three = [32, 64, 96].map((dim, i) => falling(dim, 0.5 + i / 10, [0]));
  assert.deepEqual(claims(three, [three]).less.verdict, 'undecided');
  const { falls, less } = claims([falling(32, 0.5)]);
  assert.deepEqual([falls[0].verdict, less.verdict, less.value], ['holds', 'needs three sizes', null]);
});
