import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LlmgeoError } from '../src/errors.ts';
import { centerGram, gramOfRows, leadingGram, normalizeGram } from '../src/linalg/gram.ts';
import { leadingRanks } from '../src/linalg/leading-rank.ts';
import { choleskyFactor } from '../src/linalg/ml-matrix.ts';
import { GOLDEN_NAMES, golden, goldenStates } from './support/goldens.ts';
import { gramOf, leading, randomGram } from './support/gram.ts';
import { normal } from './support/random.ts';

test('the normalised Gram matrix holds the cosines of the rows', () => {
  const K = normalizeGram(gramOf(Float64Array.of(3, 4, 0, -2, 1e-9, 1e-9), 3, 2), 3);
  const expected = [
    1,
    -0.8,
    7 / 5 / Math.SQRT2,
    -0.8,
    1,
    -Math.SQRT1_2,
    7 / 5 / Math.SQRT2,
    -Math.SQRT1_2,
    1,
  ];
  expected.forEach((value, i) => {
    assert.ok(Math.abs(K[i] - value) < 1e-15, `${i}: ${K[i]}`);
  });
});

test('it is symmetric to the last bit with an exact diagonal, whatever the upper triangle of G holds', () => {
  const n = 40;
  const next = normal(3);
  const G = gramOf(Float64Array.from({ length: n * 7 }, next), n, 7);
  const K = normalizeGram(G, n);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) G[j * n + i] = Number.NaN;
  assert.deepEqual(normalizeGram(G, n), K);
  for (let i = 0; i < n; i++) {
    assert.equal(K[i * n + i], 1);
    for (let j = 0; j < i; j++) assert.equal(K[i * n + j], K[j * n + i]);
  }
});

test('rows at both ends of the float32 range neither overflow nor vanish, and equal rows have a cosine of 1', () => {
  const K = normalizeGram(Float64Array.of(1e-90, 0, 0.6e-5, 1e80), 2);
  assert.ok(Math.abs(K[2] - 0.6) < 1e-15, String(K[2]));
  for (let squared = 0.1; squared < 10; squared += 0.1)
    assert.equal(normalizeGram(new Float64Array(4).fill(squared), 2)[1], 1);
});

test('a zero row and a value that is not finite are errors that name the row', () => {
  const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const cases: [number, number, RegExp][] = [
    [4, 0, /row 1 .* norm 0/],
    [0, Number.NaN, /row 0 .* not finite/],
    [8, Number.POSITIVE_INFINITY, /row 2 .* not finite/],
    [7, Number.NaN, /row 2 .* not finite/],
    [3, Number.NEGATIVE_INFINITY, /row 1 .* not finite/],
  ];
  for (const [at, value, message] of cases) {
    const G = Float64Array.from(identity);
    G[at] = value;
    assert.throws(
      () => normalizeGram(G, 3),
      (error: Error) => error instanceof LlmgeoError && error.exitCode === 1 && message.test(error.message),
    );
  }
});

test('the Cholesky factor multiplies back, and what is not positive definite is an error', () => {
  const n = 30;
  const A = randomGram(n, 50, 0.3);
  const R = choleskyFactor(A, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      if (j > i) assert.equal(R[i * n + j], 0);
      let sum = 0;
      for (let k = 0; k < n; k++) sum += R[i * n + k] * R[j * n + k];
      assert.ok(Math.abs(sum - A[i * n + j]) < 1e-14);
    }
  assert.throws(() => choleskyFactor(Float64Array.of(1, 2, 2, 1), 2), LlmgeoError);
});

/**
 * Ranks of the prefixes whose rank is not min(T, d), by `numpy.linalg.matrix_rank(Z[:T])` of NumPy 2.4.6: all lie in
 * the embedding output, where equal tokens have equal rows.
 */
const REPEATED: Record<string, number[]> = {
  'tiny-a dup12 0': [1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4],
  'tiny-b dup12 0': [1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4],
  'tiny-c dup12 0': [1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4],
  'tiny-b t33 0': Array.from({ length: 33 }, (_, i) => i + 1 - Number(i >= 25) - Number(i >= 27)),
  'tiny-c t19 0': Array.from({ length: 19 }, (_, i) => i + 1 - Number(i >= 8)),
};

test('the rank of every prefix of every golden layer is that of NumPy, also without knowing d', () => {
  for (const name of GOLDEN_NAMES)
    for (const [key, goldenCase] of Object.entries(golden(name).cases)) {
      const layers = goldenCase.hidden?.shape[0] ?? 1;
      for (let layer = 0; layer < layers; layer++) {
        const { T, d, H } = goldenStates(goldenCase, layers === 1 ? -1 : layer);
        const K = normalizeGram(gramOf(H, T, d), T);
        const full = Array.from({ length: T }, (_, i) => Math.min(i + 1, d));
        const expected = REPEATED[`${name} ${key} ${layer}`] ?? full;
        assert.deepEqual([...leadingRanks(K, T, d)], expected, `${name} ${key} layer ${layer}`);
        assert.deepEqual([...leadingRanks(K, T, 10_000)], expected, `${name} ${key} layer ${layer}, no d`);
      }
    }
});

test('rows confined to a subspace have its rank, and never more than d', () => {
  for (const [n, inner, mean] of [
    [300, 40, 0],
    [300, 64, 0.5],
    [300, 150, 3],
  ]) {
    const expected = Array.from({ length: n }, (_, i) => Math.min(i + 1, inner));
    const K = randomGram(n, inner, mean, inner);
    assert.deepEqual([...leadingRanks(K, n, 2 * n)], expected, `${n} rows in ${inner} dimensions`);
    assert.equal(leadingRanks(K, n, inner - 7)[n - 1], inner - 7);
  }
});

/** The rows less their mean. */
function centered(H: Float64Array, n: number, d: number): Float64Array {
  const means = Float64Array.from({ length: d }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += H[i * d + k];
    return sum / n;
  });
  return H.map((value, at) => value - means[at % d]);
}

test('the centred Gram matrix is that of the centred rows', () => {
  const next = normal(17);
  for (const [n, d, offset] of [
    [1, 4, 1],
    [2, 3, 0],
    [30, 7, 2],
    [60, 90, 30],
  ]) {
    const H = Float64Array.from({ length: n * d }, (_, at) => next() + offset * Math.cos(at % d));
    const G = gramOf(H, n, d);
    const before = G.slice();
    const found = centerGram(G, n);
    const expected = gramOf(centered(H, n, d), n, d);
    const scale = Math.max(...G);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const at = i * n + j;
        assert.ok(Math.abs(found[at] - expected[at]) <= 1e-14 * scale, `${n} x ${d}: ${i}, ${j}`);
        assert.equal(found[at], found[j * n + i], 'symmetric to the last bit');
      }
    assert.deepEqual(G, before, 'G itself is left alone');
  }
});

test('the centred Gram matrix of the golden states is that of their centred rows', () => {
  for (const name of GOLDEN_NAMES)
    for (const goldenCase of Object.values(golden(name).cases)) {
      const { T, d, H } = goldenStates(goldenCase);
      const found = centerGram(gramOf(H, T, d), T);
      const expected = gramOf(centered(H, T, d), T, d);
      const scale = gramOf(H, T, d)[0];
      expected.forEach((value, at) => {
        assert.ok(Math.abs(found[at] - value) <= 1e-13 * scale, `${name}: ${at}`);
      });
    }
});

test('centring leaves nothing of equal rows but rounding, and nothing of one row', () => {
  assert.deepEqual(centerGram(Float64Array.of(7.3), 1), Float64Array.of(0));
  for (const value of centerGram(new Float64Array(25).fill(0.1), 5)) assert.ok(Math.abs(value) < 1e-16);
  assert.deepEqual(centerGram(new Float64Array(0), 0), new Float64Array(0));
});

test('the Gram matrix of rows holds their products', () => {
  const H = Float64Array.of(1, 2, 3, -1, 0, 4);
  assert.deepEqual(gramOfRows(H, 2, 3), Float64Array.of(14, 11, 11, 17));
  assert.deepEqual(gramOfRows(H, 3, 2), Float64Array.of(5, 1, 8, 1, 10, -4, 8, -4, 16));
  const next = normal(5);
  const rows = Float64Array.from({ length: 23 * 41 }, next);
  assert.deepEqual(gramOfRows(rows, 23, 41), gramOf(rows, 23, 41));
  assert.deepEqual(gramOfRows(new Float64Array(0), 0, 3), new Float64Array(0));
});

test('the leading part of a Gram matrix is that of the first rows', () => {
  const next = normal(6);
  const rows = Float64Array.from({ length: 9 * 4 }, next);
  const G = gramOfRows(rows, 9, 4);
  for (const T of [0, 1, 5, 9]) {
    assert.deepEqual(leadingGram(G, 9, T), gramOfRows(rows.subarray(0, T * 4), T, 4));
    assert.deepEqual(leadingGram(G, 9, T), leading(G, 9, T));
  }
  leadingGram(G, 9, 9)[0] = 99;
  assert.notEqual(G[0], 99, 'a copy');
});
