import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CorpusRun } from '../src/experiments/reproduce/corpus-run.ts';
import { informationClaims } from '../src/experiments/reproduce/information-claims.ts';
import { madeRun, madeRuns, meanOf, plainInterval, random } from './support/corpus-runs.ts';

/** What each of five texts adds to the gain of a token. */
const NOISE = [0, 0.01, 0.02, 0.03, 0.04];

/** Five texts of 20 tokens of this gain and a bit more: I(16) is 16 times that. */
function steady(dim: number, gain: number, noise = NOISE): CorpusRun {
  return madeRun({ dim, gains: noise.map((more) => new Array(20).fill(gain + more)) });
}

function slower(trained: CorpusRun[], control: CorpusRun[][] = []) {
  return informationClaims(madeRuns(trained, control), random).slice(1);
}

/** The verdicts at T = 16, per dimension and in nats. */
function verdicts(trained: CorpusRun[], control: CorpusRun[][] = []): string[] {
  return slower(trained, control)
    .slice(0, 2)
    .map(({ verdict }) => verdict);
}

test('claim 2 holds by construction and shows the smallest step of any model', () => {
  const one = madeRun({ dim: 32, gains: [[4.6, 3, 2], [4.6]] });
  const two = madeRun({
    dim: 64,
    gains: [
      [4.6, 1.5],
      [4.6, 3],
    ],
  });
  const lower = madeRun({ dim: 32, gains: [[4.6, 0.5], [4.6]] });
  const [claim] = informationClaims(
    madeRuns(
      [one, two],
      [
        [one, two],
        [lower, two],
      ],
    ),
    random,
  );
  assert.equal(claim.verdict, 'by construction');
  assert.equal(claim.value, 1.5);
  assert.deepEqual(claim.control, { low: 0.5, high: 1.5 });
  assert.equal(claim.models, 'd32, d64');
  assert.equal(claim.data, 'made texts');
});

test('claim 2 of texts of one token: the first gain is no step', () => {
  const [claim] = informationClaims(madeRuns([madeRun({ gains: [[4.6], [4.6]] })]), random);
  assert.deepEqual([claim.value, claim.verdict], [null, 'by construction']);
});

test('claim 3 at half the narrowest width and at the length that every text reaches, in both units', () => {
  const found = slower([steady(32, 3), steady(64, 2)]);
  assert.deepEqual(
    found.map(({ quantity }) => quantity),
    [
      'difference d64 - d32 of mean I at T = 16, per dimension',
      'difference d64 - d32 of mean I at T = 16, in nats',
      'difference d64 - d32 of mean I at T = 20, per dimension',
      'difference d64 - d32 of mean I at T = 20, in nats',
    ],
  );
  const information = [3, 2].map((gain) => (gain + meanOf(NOISE)) * 16);
  assert.ok(Math.abs(found[0].value! - (information[1] / 64 - information[0] / 32)) < 1e-12);
  assert.ok(Math.abs(found[1].value! - (information[1] - information[0])) < 1e-12);
  assert.ok(Math.abs(found[3].value! - ((information[1] - information[0]) * 20) / 16) < 1e-12);
});

test('claim 3 holds, fails and is undecided where both units say so', () => {
  assert.deepEqual(verdicts([steady(32, 3), steady(64, 2)]), ['holds', 'holds']);
  assert.deepEqual(verdicts([steady(32, 1), steady(64, 3)]), ['fails', 'fails']);
  const noisy = [2, -2, 2, -2, 0];
  // of one width, so that the units agree
  const [small, large] = [steady(32, 3), { ...steady(32, 3, noisy), parameters: steady(64, 3).parameters }];
  assert.deepEqual(verdicts([small, large]), ['undecided', 'undecided']);
});

test('claim 3 depends on the division by d where it holds per dimension only', () => {
  const word = 'depends on the division by d';
  assert.deepEqual(verdicts([steady(32, 2), steady(64, 3)]), [word, word]);
  // undecided in nats
  assert.deepEqual(verdicts([steady(32, 3), steady(64, 3, [2, -2, 2, -2, 0])]), [word, word]);
  // and the word stands whatever untrained models show
  assert.deepEqual(verdicts([steady(32, 2), steady(64, 3)], [[steady(32, 3), steady(64, 2)]]), [word, word]);
});

test('claim 3 does not depend on it where it fails in one unit and is undecided in the other', () => {
  const found = verdicts([steady(32, 1), steady(64, 2, [1, -1, 1, -1, 0])]);
  assert.deepEqual(found, ['undecided', 'fails']);
});

test('claim 3 fails for any pair of neighbouring sizes', () => {
  const [claim] = slower([steady(32, 3), steady(64, 1), steady(96, 2.9)]);
  assert.equal(claim.verdict, 'fails');
  assert.match(claim.quantity, /^least favourable difference, d96 - d64, of mean I/);
});

test('claim 3 is also untrained where every seed passes the test itself', () => {
  const trained = [steady(32, 3), steady(64, 1)];
  const weaker = [steady(32, 3), steady(64, 2.5)];
  const reversed = [steady(32, 1), steady(64, 3)];
  assert.deepEqual(verdicts(trained, [weaker, weaker]), ['also untrained', 'also untrained']);
  assert.deepEqual(verdicts(trained, [reversed, reversed]), ['holds', 'holds']);
  assert.deepEqual(verdicts(trained, [weaker, reversed]), ['holds', 'holds']);
  assert.deepEqual(verdicts(trained), ['holds', 'holds']);
});

test('claim 3 is also untrained where the range of the seeds reaches the interval, if no seed passes', () => {
  const noisy = [-9, 9, -9, 9, 0];
  const trained = [steady(32, 3), steady(64, 2)];
  // the same differences, but so noisy that no seed passes by itself
  const unsure = [steady(32, 3), steady(64, 2, noisy)];
  assert.deepEqual(verdicts(trained, [unsure]), ['also untrained', 'also untrained']);
  const short = [steady(32, 3), steady(64, 2.9, noisy)];
  assert.equal(slower(trained, [short])[1].verdict, 'holds');
  assert.equal(slower(trained, [short, unsure])[1].verdict, 'also untrained');
});

test('the control is of the pair that the row is about', () => {
  const [per] = slower(
    [steady(32, 3), steady(64, 1), steady(96, 2.9)],
    [
      [steady(32, 3), steady(64, 2), steady(96, 1)],
      [steady(32, 3), steady(64, 2.5), steady(96, 1)],
    ],
  );
  // d96 - d64, though between d64 and d32 the untrained differ more
  const at = (gain: number, dim: number) => (16 * (gain + meanOf(NOISE))) / dim;
  assert.ok(Math.abs(per.control!.low - (at(1, 96) - at(2.5, 64))) < 1e-12);
  assert.ok(Math.abs(per.control!.high - (at(1, 96) - at(2, 64))) < 1e-12);
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
  assert.match(found[1].quantity, /at T = 16 \(4 of 5 texts\), in nats/);
  assert.match(found[3].quantity, /at T = 5, in nats/);
  const others = NOISE.filter((_, i) => i !== 2);
  assert.ok(Math.abs(found[1].value! - 16 * (2 - 3)) < 1e-12);
  const perDim = (16 * (2 + meanOf(others))) / 64 - (16 * (3 + meanOf(others))) / 32;
  assert.ok(Math.abs(found[0].value! - perDim) < 1e-12);
  assert.notEqual(found[0].value, slower(full)[0].value);
});

test('the first token says nothing: one short text does not decide claim 3, texts of one token leave it open', () => {
  const texts = (count: number) => Array.from({ length: 4 }, () => new Array(count).fill(4.6));
  const withShort = (dim: number) => madeRun({ dim, gains: [...texts(20), [4.6]] });
  const quantities = slower([withShort(32), withShort(64)]).map(({ quantity }) => quantity);
  assert.equal(quantities.length, 2);
  assert.ok(quantities.every((quantity) => quantity.includes('T = 16 (4 of 5 texts)')));
  const [only, ...none] = slower([
    madeRun({ dim: 32, gains: texts(1) }),
    madeRun({ dim: 64, gains: texts(1) }),
  ]);
  assert.deepEqual(none, []);
  assert.deepEqual([only.verdict, only.value, only.interval], ['undecided', null, null]);
});

test('one model, two of one size, and one text leave claim 3 undecided', () => {
  const twin = { ...steady(32, 2), model: 'twin' };
  for (const trained of [[steady(32, 3)], [steady(32, 3), twin]]) {
    const found = slower(trained, [trained]);
    assert.ok(
      found.every(({ verdict, value, control }) => verdict === 'undecided' && value === null && !control),
    );
  }
  const [one] = slower([steady(32, 3, [0]), steady(64, 2, [0])], [[steady(32, 3, [0]), steady(64, 2, [0])]]);
  assert.deepEqual([one.verdict, one.interval], ['undecided', null]);
  assert.ok(one.value! < 0);
});
