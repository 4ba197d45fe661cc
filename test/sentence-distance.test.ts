import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDistanceOptions, DISTANCES, sentenceDistance } from '../src/metrics/sentence-distance.ts';
import {
  type DistanceOracle,
  distanceOracle,
  hostilePairs,
  pairsOf,
  settingOf,
  statesOf,
} from './support/distance-oracle.ts';
import { normal } from './support/random.ts';
import { pairOf, pairOfRows, type Rows, rowsOf } from './support/sentences.ts';

const OPTIONS = { gamma: 100, ridge: 1e-6 };
const TOLERANCE = 1e-10;
/** What the cosines of two equal covariances may leave of a distance that is 0. */
const NOTHING = 1e-12;
/** A Gram matrix in float64 keeps six digits of a squared length of 1e-10, by which states that differ by 1e-5 do. */
const NEAR_TOLERANCE = 1e-5;

const { prompts, odd } = distanceOracle();

/** Relative errors of every pair whose distance is not 0; distances that are 0 are checked here. */
function errorsOf(
  oracle: DistanceOracle,
  key: string,
  pair: typeof pairOf,
): { a: number; b: number; error: number }[] {
  const { metric, options } = settingOf(key);
  const states = statesOf(oracle);
  const expected = oracle.distances[key];
  return Array.from(pairsOf(states.length), ([a, b], i) => {
    const found = sentenceDistance(pair(states[a], states[b]), metric, options);
    // the reference at 60 digits leaves about 1e-50 of a 0
    if (expected[i] > 1e-40) return { a, b, error: Math.abs(found / expected[i] - 1) };
    assert.ok(found < NOTHING, `${key}: ${found} for texts ${a} and ${b} with equal covariances`);
    return { a, b, error: 0 };
  });
}

for (const key of Object.keys(prompts.distances))
  test(`prompts that share their first tokens: ${key}`, (t) => {
    for (const pair of [pairOf, pairOfRows]) {
      const worst = Math.max(...errorsOf(prompts, key, pair).map(({ error }) => error));
      t.diagnostic(`${pair.name}: largest relative error ${worst.toExponential(1)}`);
      assert.ok(worst < TOLERANCE, `${key} differs by ${worst}`);
    }
  });

for (const key of Object.keys(odd.distances))
  test(`one token, repeated, shuffled, near and long texts: ${key}`, (t) => {
    for (const { a, b, error } of errorsOf(odd, key, pairOfRows))
      assert.ok(error < TOLERANCE, `${odd.names[a]} and ${odd.names[b]} differ by ${error}`);
    for (const { a, b, error } of errorsOf(odd, key, pairOf)) {
      const tolerance = [a, b].includes(odd.names.indexOf('near')) ? NEAR_TOLERANCE : TOLERANCE;
      if (error > 1e-11) t.diagnostic(`${odd.names[a]} and ${odd.names[b]}: ${error.toExponential(1)}`);
      assert.ok(error < tolerance, `${odd.names[a]} and ${odd.names[b]} differ by ${error}`);
    }
  });

/** Texts of which a Gram matrix in float64 cannot tell the distance to 1e-10: only their states can. */
const IN_ROWS_ONLY = /twice|differ by|almost the same|three times/;

for (const { name, states, distances } of hostilePairs())
  test(`${name}: every distance to 1e-10, at every γ and δ`, () => {
    const [a, b] = states.map(({ shape: [n, d], data }) => ({ n, d, data }));
    const bounded = /huge|all lengths/.test(name); // the squares of these rows are beyond float64
    for (const pair of IN_ROWS_ONLY.test(name) || bounded ? [pairOfRows] : [pairOfRows, pairOf]) {
      const texts = pair(a, b);
      for (const [key, expected] of Object.entries(distances)) {
        const { metric, options } = settingOf(key);
        const found = sentenceDistance(texts, metric, options);
        // the reference at 60 digits leaves about 1e-29 of a 0
        const error = expected > 1e-28 ? Math.abs(found / expected - 1) : found;
        assert.ok(error < TOLERANCE, `${pair.name}, ${key}: ${found} for ${expected}`);
      }
    }
  });

test('the same text twice is at distance 0, exactly', () => {
  const [a] = statesOf(prompts);
  for (const metric of DISTANCES) assert.equal(sentenceDistance(pairOf(a, a), metric, OPTIONS), 0);
});

test('one token each, at a right angle: every distance by hand', () => {
  const pair = pairOf(rowsOf([[1, 0, 0]]), rowsOf([[0, 5, 0]]));
  const of = (metric: (typeof DISTANCES)[number]) =>
    sentenceDistance(pair, metric, { gamma: 100, ridge: 1e-3 });
  const log = Math.log1p(1e3);
  const expected = {
    js: Math.sqrt(2 * Math.log(51) - Math.log(101)),
    logdet: Math.sqrt(2 * Math.log(501) - Math.log(1001)),
    riemann: Math.SQRT2 * log,
    logeuclidean: Math.SQRT2 * log,
    frobenius: Math.SQRT2,
  };
  for (const metric of DISTANCES) {
    const error = Math.abs(of(metric) / expected[metric] - 1);
    assert.ok(error < 1e-13, `${metric}: ${of(metric)} for ${expected[metric]}`);
  }
});

test('distances are symmetric and do not depend on the length of a state', () => {
  const next = normal(3);
  const text = (n: number): Rows => ({ n, d: 9, data: Float64Array.from({ length: n * 9 }, next) });
  const [a, b] = [text(4), text(6)];
  const scaled = { ...b, data: b.data.map((value, i) => value * 2 ** (Math.floor(i / 9) - 3)) };
  for (const metric of DISTANCES) {
    const distance = sentenceDistance(pairOf(a, b), metric, OPTIONS);
    for (const pair of [pairOf(b, a), pairOf(a, scaled)]) {
      const error = Math.abs(sentenceDistance(pair, metric, OPTIONS) / distance - 1);
      assert.ok(error < 1e-12, `${metric}: ${error}`);
    }
  }
});

test('texts ever closer: frobenius keeps its digits where the inner product would lose them', () => {
  const d = 6;
  const [at, towards] = [normal(4), normal(5)].map((next) => Float64Array.from({ length: 5 * d }, next));
  const unit = (data: Float64Array) =>
    data.map((value, i) => value / Math.hypot(...data.subarray(i - (i % d), i - (i % d) + d)));
  const covariance = (Z: Float64Array) =>
    Float64Array.from({ length: d * d }, (_, k) => {
      let sum = 0;
      for (let t = 0; t < 5; t++) sum += Z[t * d + Math.floor(k / d)] * Z[t * d + (k % d)];
      return sum / 5;
    });
  for (const step of [1, 0.1, 0.03, 0.01, 3e-3, 1e-3]) {
    const [a, b] = [unit(at), unit(at.map((value, i) => value + step * towards[i]))];
    const B = covariance(b);
    const expected = Math.hypot(...covariance(a).map((value, i) => value - B[i]));
    const pair = pairOf({ n: 5, d, data: a }, { n: 5, d, data: b });
    const error = Math.abs(sentenceDistance(pair, 'frobenius', OPTIONS) / expected - 1);
    assert.ok(error < TOLERANCE, `a step of ${step}: ${error}`);
  }
});

test('a ridge of 0 is refused where a metric needs one, and only there', () => {
  checkDistanceOptions(['js', 'frobenius'], { gamma: 100, ridge: 0 });
  for (const metric of ['logdet', 'riemann', 'logeuclidean'] as const)
    assert.throws(
      () => checkDistanceOptions(['js', metric], { gamma: 100, ridge: 0 }),
      /^InputError: ridge 0 leaves/,
    );
});

test('what float64 cannot tell from rounding is refused by name', () => {
  for (const gamma of [1e-13, 1e13])
    assert.throws(() => checkDistanceOptions(['js'], { gamma, ridge: 1 }), /gamma .* is outside/);
  for (const ridge of [1e-13, 1e13])
    assert.throws(() => checkDistanceOptions(['riemann'], { gamma: 1, ridge }), /ridge .* is outside/);
  checkDistanceOptions(['frobenius'], { gamma: 1e13, ridge: 1e-13 });
});
