import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gramOfRows, normalizeGram } from '../src/linalg/gram.ts';
import { symmetricEigenvalues } from '../src/linalg/symmetric-eigenvalues.ts';
import { centeredMatrixEntropy, matrixEntropy } from '../src/metrics/matrix-entropy.ts';
import { entropyMetrics, entropyOracle, relative } from './support/entropy-oracle.ts';
import { GOLDEN_NAMES, golden, goldenStates } from './support/goldens.ts';
import { normal } from './support/random.ts';

function uncentered(H: Float64Array, n: number, d: number): number {
  return matrixEntropy(symmetricEigenvalues(normalizeGram(gramOfRows(H, n, d), n), n));
}

/** Of one token it is 0 up to rounding, and so without a relative error. */
function agrees(found: number, expected: number, what: string): void {
  assert.ok(
    Math.abs(found - expected) < 1e-10 * Math.max(expected, 1e-2),
    `${what}: ${found}, not ${expected}`,
  );
}

test('both agree with the singular values of the states in NumPy', () => {
  for (const [name, entry] of Object.entries(entropyOracle().cases)) {
    const [n, d] = entry.states.shape;
    agrees(uncentered(entry.states.data, n, d), entry.matrix_entropy, name);
    const centered = centeredMatrixEntropy(gramOfRows(entry.states.data, n, d), n);
    if (entry.matrix_entropy_centered === null) assert.equal(centered, null, name);
    else agrees(centered!, entry.matrix_entropy_centered, `${name}, centred`);
  }
});

test('both agree on the float64 states of transformers', () => {
  for (const name of GOLDEN_NAMES)
    for (const entry of Object.values(golden(name).cases)) {
      const { T, d, H } = goldenStates(entry);
      const { matrix_entropy, matrix_entropy_centered } = entropyMetrics(entry).last;
      agrees(uncentered(H, T, d), matrix_entropy.nats, name);
      const centered = centeredMatrixEntropy(gramOfRows(H, T, d), T);
      if (matrix_entropy_centered === undefined) assert.equal(centered, null);
      else agrees(centered!, matrix_entropy_centered.nats, `${name}, centred`);
    }
});

test('k equal eigenvalues have effective rank k', () => {
  for (const k of [1, 2, 5]) {
    const eigenvalues = Float64Array.from({ length: 5 }, (_, i) => (i < k ? 3 : -1e-17));
    assert.ok(relative(Math.exp(matrixEntropy(eigenvalues)), k) < 1e-14);
  }
});

test('two tokens centre to one direction: entropy 0', () => {
  const G = gramOfRows(Float64Array.of(1, 2, 3, -1, 0, 5), 2, 3);
  assert.ok(Math.abs(centeredMatrixEntropy(G, 2)!) < 1e-14);
});

test('where every token equals the mean it is null, also when rounding tells them apart', () => {
  const d = 40;
  const next = normal(3);
  const token = Float64Array.from({ length: d }, next);
  for (const noise of [0, 1e-16, 4e-7]) {
    const H = Float64Array.from({ length: 50 * d }, (_, i) => token[i % d] * (1 + noise * next()));
    assert.equal(centeredMatrixEntropy(gramOfRows(H, 50, d), 50), null, `noise ${noise}`);
  }
});

test('a token that equals the mean is left out, as if its direction were 0', () => {
  // the mean of the first four is the fifth
  const rows = [1, 1, 0, -1, 1, 0, 0, 1, 2, 0, 1, -2, 0, 1, 0];
  const G = gramOfRows(Float64Array.from(rows), 5, 3);
  assert.ok(relative(centeredMatrixEntropy(G, 5)!, Math.log(2)) < 1e-12);
});

test('repeated tokens among others count as often as they stand there', () => {
  const rows = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
  const twice = Float64Array.from([...rows, ...rows]);
  const [once, doubled] = [gramOfRows(Float64Array.from(rows), 3, 4), gramOfRows(twice, 6, 4)];
  assert.ok(relative(centeredMatrixEntropy(doubled, 6)!, centeredMatrixEntropy(once, 3)!) < 1e-12);
});
