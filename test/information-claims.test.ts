import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CorpusRun } from '../src/paper/claims/corpus-run.ts';
import { informationClaims } from '../src/paper/claims/information.ts';
import { madeRun, madeRuns, meanOf, plainInterval, random, seedsAround } from './support/corpus-runs.ts';

/** What each of five texts adds to the gain of a token. */
const NOISE = [0, 0.01, 0.02, 0.03, 0.04];

/** Five texts of 20 tokens of this gain and a bit more: I(16) is 16 times that. */
function steady(dim: number, gain: number, noise = NOISE): CorpusRun {
  return madeRun({ dim, gains: noise.map((more) => new Array(20).fill(gain + more)) });
}

/** Eight seeds of untrained models whose I(16), per dimension and in nats, rises with the size. */
function rising(dims: number[]): CorpusRun[][] {
  return seedsAround((noise) => dims.map((dim) => steady(dim, (dim / 32) ** 2 + noise)));
}

function slower(trained: CorpusRun[], control = rising(trained.map(({ dim }) => dim))) {
  return informationClaims(madeRuns(trained, control), random).filter(({ number }) => number === 3);
}

/** The verdicts at T = 16, per dimension and in nats. */
function verdicts(trained: CorpusRun[], control?: CorpusRun[][]): string[] {
  return slower(trained, control)
    .slice(0, 2)
    .map(({ verdict }) => verdict);
}

/** Three sizes of one gain each. */
function sizes(...gains: number[]): CorpusRun[] {
  return gains.map((gain, i) => steady(32 * (i + 1), gain));
}

test('claim 2 holds by construction and shows the smallest step of each model', () => {
  const one = madeRun({ dim: 32, gains: [[4.6, 3, 2], [4.6]] });
  const two = madeRun({
    dim: 64,
    gains: [
      [4.6, 1.5],
      [4.6, 3],
    ],
  });
  const lower = madeRun({ dim: 32, gains: [[4.6, 0.5], [4.6]] });
  const seeds = [
    [one, two],
    [lower, two],
  ];
  const claims = informationClaims(madeRuns([one, two], seeds), random).slice(0, 2);
  assert.deepEqual(
    claims.map(({ number, model, value, verdict, control, data }) => [
      number,
      model,
      value,
      verdict,
      control!.mean,
      data,
    ]),
    [
      [2, 'd32', 2, 'by construction', 1.25, 'made texts'],
      [2, 'd64', 1.5, 'by construction', 1.5, 'made texts'],
    ],
  );
});

test('claim 2 of texts of one token: the first gain is no step', () => {
  const [claim] = informationClaims(madeRuns([madeRun({ gains: [[4.6], [4.6]] })]), random);
  assert.deepEqual([claim.value, claim.verdict], [null, 'by construction']);
});

test('claim 3 at half the narrowest width and at the length that every text reaches, in both units', () => {
  const found = slower([steady(32, 3), steady(64, 2)]);
  assert.deepEqual(
    found.map(({ setting }) => setting),
    [
      'T = 16, per dimension, d64 - d32',
      'T = 16, in nats, d64 - d32',
      'T = 20, per dimension, d64 - d32',
      'T = 20, in nats, d64 - d32',
    ],
  );
  const information = [3, 2].map((gain) => (gain + meanOf(NOISE)) * 16);
  assert.ok(Math.abs(found[0].value! - (information[1] / 64 - information[0] / 32)) < 1e-12);
  assert.ok(Math.abs(found[1].value! - (information[1] - information[0])) < 1e-12);
  assert.ok(Math.abs(found[3].value! - ((information[1] - information[0]) * 20) / 16) < 1e-12);
  assert.deepEqual(
    found[0].parts.map(({ name, model, value }) => [name, model, value.toFixed(9)]),
    information.map((nats, i) => ['mean I / d', `d${32 * (i + 1)}`, (nats / 32 / (i + 1)).toFixed(9)]),
  );
});

test('claim 3 is not asked of two sizes, whatever they say', () => {
  const word = 'needs three sizes';
  assert.deepEqual(verdicts([steady(32, 3), steady(64, 2)]), [word, word]);
  assert.deepEqual(verdicts([steady(32, 2), steady(64, 3)]), [word, word]);
  const [alone] = slower([steady(32, 3)]);
  assert.deepEqual([alone.verdict, alone.value, alone.setting], [word, null, 'T = 16, per dimension']);
});

test('claim 3 holds, fails and is undecided where both units say so', () => {
  assert.deepEqual(verdicts(sizes(3, 2, 1)), ['holds', 'holds']);
  assert.deepEqual(verdicts(sizes(1, 3, 7)), ['fails', 'fails']);
  const noisy = [2, -2, 2, -2, 0];
  // of one width, so that the units agree
  const large = [64, 96].map((dim, i) => ({
    ...steady(32, 3 - i, noisy),
    parameters: steady(dim, 3).parameters,
  }));
  assert.deepEqual(verdicts([steady(32, 3), ...large]), ['undecided', 'undecided']);
});

test('claim 3 depends on the division by d where it holds per dimension only', () => {
  const word = 'depends on the division by d';
  assert.deepEqual(verdicts(sizes(2, 3, 4)), [word, word]);
  // undecided in nats
  const noisy = [2, -2, 2, -2, 0];
  assert.deepEqual(verdicts([steady(32, 3), steady(64, 3, noisy), steady(96, 3, noisy)]), [word, word]);
  // and the word stands whatever untrained models show
  assert.deepEqual(verdicts(sizes(2, 3, 4), [sizes(3, 2, 1)]), [word, word]);
});

test('claim 3 does not depend on it where it fails in one unit and is undecided in the other', () => {
  const noisy = [1, -1, 1, -1, 0];
  const found = verdicts([steady(32, 1), steady(64, 2, noisy), steady(96, 3, noisy)]);
  assert.deepEqual(found, ['undecided', 'fails']);
});

test('claim 3 fails for any pair of neighbouring sizes', () => {
  const [claim] = slower(sizes(3, 1, 2.9));
  assert.equal(claim.verdict, 'fails');
  assert.equal(claim.setting, 'T = 16, per dimension, d96 - d64');
});

test('claim 3 is also untrained where more than one seed in twenty passes the test itself', () => {
  const weaker = sizes(3, 2.9, 2.8);
  const reversed = sizes(1, 3, 7);
  const seeds = (passing: number, others: number) => [
    ...new Array(passing).fill(weaker),
    ...new Array(others).fill(reversed),
  ];
  const of = (control: CorpusRun[][]) => verdicts(sizes(3, 2, 1), control);
  assert.deepEqual(of(seeds(0, 8)), ['holds', 'holds']);
  assert.deepEqual(of(seeds(1, 7)), ['also untrained', 'also untrained']);
  assert.deepEqual(of(seeds(1, 19)), ['holds', 'holds']);
  assert.deepEqual(of(seeds(2, 18)), ['also untrained', 'also untrained']);
  assert.deepEqual(of([]), ['undecided', 'undecided']);
  assert.equal(slower(sizes(3, 2, 1), seeds(2, 18))[0].control!.passes, 2);
});

test('the control is of the pair that the row is about', () => {
  const [per] = slower(sizes(3, 1, 2.9), [sizes(3, 2, 1), sizes(3, 2.5, 1)]);
  // d96 - d64, though between d64 and d32 the untrained differ more
  const at = (gain: number, dim: number) => (16 * (gain + meanOf(NOISE))) / dim;
  const differences = [at(1, 96) - at(2, 64), at(1, 96) - at(2.5, 64)];
  assert.ok(Math.abs(per.control!.mean - meanOf(differences)) < 1e-12);
});

test('the interval of claim 3 is the bootstrap over texts, the same for both sizes', () => {
  const trained = [steady(32, 3, [0.5, 0.1, 0.4, 0.2, 0.9]), steady(64, 2, [0.1, 0.2, 0.9, 0.3, 0])];
  const [, nats] = slower(trained);
  const [a, b] = trained.map(({ texts }) => texts.map(({ informationGain }) => informationGain[15]));
  const [low, high] = plainInterval(
    5,
    (drawn) => meanOf(drawn.map((i) => b[i])) - meanOf(drawn.map((i) => a[i])),
  );
  assert.ok(Math.abs(nats.interval!.low - low) < 1e-12);
  assert.ok(Math.abs(nats.interval!.high - high) < 1e-12);
});

test('texts that do not reach a length are left out of it, and counted', () => {
  const cut = (run: CorpusRun) => ({
    ...run,
    texts: run.texts.map((text, i) => (i === 2 ? { ...text, tokens: 5 } : text)),
  });
  const [full, shortened] = [
    [steady(32, 3), steady(64, 2)],
    [cut(steady(32, 3)), steady(64, 2)],
  ];
  const found = slower(shortened);
  assert.match(found[1].setting, /^T = 16 \(4 of 5 texts\), in nats/);
  assert.match(found[3].setting, /^T = 5, in nats/);
  const others = NOISE.filter((_, i) => i !== 2);
  assert.ok(Math.abs(found[1].value! - 16 * (2 - 3)) < 1e-12);
  const perDim = (16 * (2 + meanOf(others))) / 64 - (16 * (3 + meanOf(others))) / 32;
  assert.ok(Math.abs(found[0].value! - perDim) < 1e-12);
  assert.notEqual(found[0].value, slower(full)[0].value);
});

test('the first token says nothing: one short text does not decide claim 3, texts of one token leave it open', () => {
  const texts = (count: number) => Array.from({ length: 4 }, () => new Array(count).fill(4.6));
  const withShort = (dim: number) => madeRun({ dim, gains: [...texts(20), [4.6]] });
  const settings = slower([withShort(32), withShort(64)]).map(({ setting }) => setting);
  assert.equal(settings.length, 2);
  assert.ok(settings.every((setting) => setting.includes('T = 16 (4 of 5 texts)')));
  const short = [32, 64, 96].map((dim) => madeRun({ dim, gains: texts(1) }));
  const [only, ...none] = slower(short);
  assert.deepEqual(none, []);
  assert.deepEqual([only.verdict, only.value, only.interval], ['undecided', null, null]);
  assert.equal(slower(short.slice(1))[0].verdict, 'needs three sizes');
});

test('one model, or two of one size, have no difference; one text has one without an interval', () => {
  const twin = { ...steady(32, 2), model: 'twin' };
  for (const trained of [[steady(32, 3)], [steady(32, 3), twin]]) {
    const found = slower(trained, [trained]);
    assert.ok(found.every(({ value, control }) => value === null && !control));
    assert.ok(found.every(({ verdict }) => verdict === 'needs three sizes'));
  }
  const three = [steady(32, 3, [0]), steady(64, 2, [0]), steady(96, 1, [0])];
  const [one] = slower(three, [three]);
  assert.deepEqual([one.verdict, one.interval], ['undecided', null]);
  assert.ok(one.value! < 0);
});
