import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeGram } from '../src/linalg/gram.ts';
import { leadingLargestEigenvalues } from '../src/linalg/largest-eigenvalue.ts';
import { symmetricEigen } from '../src/linalg/ml-matrix.ts';
import { GOLDEN_NAMES, golden, goldenStates } from './support/goldens.ts';
import { gramOf, leading, randomGram } from './support/gram.ts';
import { random } from './support/random.ts';

/** Compares with the exact solver for the chosen prefixes. */
function agrees(
  K: Float64Array,
  n: number,
  prefixes = Array.from({ length: n }, (_, i) => i + 1),
  what = '',
): void {
  const found = leadingLargestEigenvalues(K, n);
  for (const T of prefixes) {
    const exact = symmetricEigen(leading(K, n, T), T).values[T - 1];
    const error = Math.abs(found[T - 1] / exact - 1);
    assert.ok(error < 1e-10, `${what} T = ${T}: ${found[T - 1]} for ${exact}, relative error ${error}`);
  }
}

test('symmetricEigen: ascending values, orthonormal columns, A v = value v', () => {
  const n = 12;
  const A = randomGram(n, 5, 0.4);
  const { values, vectors } = symmetricEigen(A, n);
  for (let j = 0; j < n; j++) {
    if (j > 0) assert.ok(values[j] >= values[j - 1]);
    for (let i = 0; i < n; i++) {
      let product = 0;
      let overlap = 0;
      for (let k = 0; k < n; k++) {
        product += A[i * n + k] * vectors[k * n + j];
        overlap += vectors[k * n + i] * vectors[k * n + j];
      }
      assert.ok(Math.abs(product - values[j] * vectors[i * n + j]) < 1e-13);
      assert.ok(Math.abs(overlap - Number(i === j)) < 1e-13);
    }
  }
});

test('one token, the identity, and rows that are all the same', () => {
  assert.deepEqual([...leadingLargestEigenvalues(Float64Array.of(1), 1)], [1]);
  const n = 25;
  const identity = Float64Array.from({ length: n * n }, (_, i) => Number(i % (n + 1) === 0));
  for (const value of leadingLargestEigenvalues(identity, n)) assert.ok(Math.abs(value - 1) < 1e-14);
  leadingLargestEigenvalues(new Float64Array(n * n).fill(1), n).forEach((value, i) => {
    assert.ok(Math.abs(value - i - 1) < 1e-12, `${value} for ${i + 1}`);
  });
});

test('clusters orthogonal to each other: a later one overtakes the first', () => {
  const next = random(5);
  const clusters = [...'aabbbaccccccddddddddaaaaab'];
  for (let i = 0; i < 60; i++) clusters.push('abcdefgh'[Math.floor(next() * 8)]);
  const n = clusters.length;
  const K = Float64Array.from({ length: n * n }, (_, i) =>
    Number(clusters[Math.floor(i / n)] === clusters[i % n]),
  );
  const counts = new Map<string, number>();
  const found = leadingLargestEigenvalues(K, n);
  clusters.forEach((cluster, i) => {
    counts.set(cluster, (counts.get(cluster) ?? 0) + 1);
    const expected = Math.max(...counts.values());
    assert.ok(Math.abs(found[i] - expected) < 1e-10 * expected, `T = ${i + 1}: ${found[i]} for ${expected}`);
  });
});

test('clusters of nearly equal size, with products of either sign and a little noise', () => {
  for (const [seed, noise] of [
    [1, 1e-3],
    [2, 1e-3],
    [3, 0.05],
    [4, 0],
  ]) {
    const [n, d, clusters] = [60, 30, 6];
    const next = random(seed);
    const H = Float64Array.from({ length: n * d }, () => noise * (next() - 0.5));
    for (let i = 0; i < n; i++) H[i * d + (Math.floor(i / 3) % clusters)] += next() < 0.5 ? -1 : 1;
    agrees(normalizeGram(gramOf(H, n, d), n), n, undefined, `noise ${noise}`);
  }
});

test('random rows: anisotropic, isotropic, and more rows than dimensions', () => {
  for (const [d, mean] of [
    [200, 1],
    [200, 0.1],
    [200, 0],
    [10, 0],
    [2, 0],
  ])
    agrees(randomGram(70, d, mean), 70, undefined, `d = ${d}, mean ${mean},`);
});

test('every golden layer, repeated tokens included', () => {
  for (const name of GOLDEN_NAMES)
    for (const [key, goldenCase] of Object.entries(golden(name).cases)) {
      const layers = goldenCase.hidden?.shape[0] ?? 1;
      for (let layer = 0; layer < layers; layer++) {
        const { T, d, H } = goldenStates(goldenCase, layers === 1 ? -1 : layer);
        const prefixes = [1, 2, 3, 5, 8, 9, 12, 19, 33, 64, 65, 100].filter((prefix) => prefix <= T);
        agrees(normalizeGram(gramOf(H, T, d), T), T, prefixes, `${name} ${key} layer ${layer}`);
      }
    }
});

test('a text of 300 tokens, warm start kept up to the end', () => {
  agrees(randomGram(300, 160, 0.5), 300, [2, 77, 160, 161, 240, 300], 'long');
});
