import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gramOfRows, normalizeGram } from '../src/linalg/gram.ts';
import { leadingLargestEigenvalues } from '../src/linalg/largest-eigenvalue.ts';
import { symmetricEigenvalues } from '../src/linalg/symmetric-eigenvalues.ts';
import { stableRank } from '../src/metrics/stable-rank.ts';
import { entropyOracle, relative } from './support/entropy-oracle.ts';
import { GOLDEN_NAMES, golden, goldenStates } from './support/goldens.ts';
import { randomGram } from './support/gram.ts';

function stableRankOf(H: Float64Array, n: number, d: number): number {
  return stableRank(symmetricEigenvalues(normalizeGram(gramOfRows(H, n, d), n), n));
}

test('it agrees with the norms of Z in NumPy', () => {
  for (const { states, stable_rank } of Object.values(entropyOracle().cases))
    assert.ok(relative(stableRankOf(states.data, states.shape[0], states.shape[1]), stable_rank) < 1e-10);
});

test('it agrees on the float64 states of transformers', () => {
  for (const name of GOLDEN_NAMES)
    for (const entry of Object.values(golden(name).cases)) {
      const { T, d, H } = goldenStates(entry);
      assert.ok(relative(stableRankOf(H, T, d), entry.metrics.last.stable_rank) < 1e-10);
    }
});

test('equal rows have stable rank 1, orthogonal rows their number', () => {
  const one = stableRankOf(new Float64Array(7 * 5).fill(0.3), 7, 5);
  assert.ok(one >= 1 && one < 1 + 1e-14);
  assert.equal(stableRank(new Float64Array(6).fill(1)), 6);
});

test('a text of more tokens than dimensions: its zero eigenvalues do not stop the others', () => {
  for (const [n, d] of [
    [100, 10],
    [200, 32],
    [300, 64],
  ]) {
    const K = randomGram(n, d, 0.5);
    const expected = n / leadingLargestEigenvalues(K, n)[n - 1];
    assert.ok(relative(stableRank(symmetricEigenvalues(K, n)), expected) < 1e-10);
  }
});
