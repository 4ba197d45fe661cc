import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gramOfRows } from '../src/linalg/gram.ts';
import { pca } from '../src/metrics/pca.ts';
import { embedOracle } from './support/embed-oracle.ts';
import { normal } from './support/random.ts';

function close(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-10) {
  assert.equal(found.length, expected.length);
  const scale = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let i = 0; i < expected.length; i++)
    assert.ok(Math.abs(found[i] - expected[i]) <= tolerance * scale, `${found[i]} for ${expected[i]}`);
}

test('scores, variance and signs of the prompts are those of scikit-learn', () => {
  for (const { vectors, ...expected } of Object.values(embedOracle().vectors)) {
    const [n, d] = vectors.shape;
    const { scores, explainedVariance, explainedVarianceRatio } = pca(gramOfRows(vectors.data, n, d), n);
    close(scores, expected.pca.flat());
    close(explainedVariance!, expected.explained_variance);
    close(explainedVarianceRatio!, expected.explained_variance_ratio);
  }
});

test('the golden sentences: from distances of the raw means', () => {
  const golden = JSON.parse(
    readFileSync(new URL('../../fixtures/goldens/tiny-a.json', import.meta.url), 'utf8'),
  ).sentences;
  const n = golden.ids.length;
  const { scores, explainedVariance, explainedVarianceRatio } = pca(gramOfDistances(golden.l2_mean_raw), n);
  // its sign convention is that of loadings
  for (const component of [0, 1]) {
    const expected = golden.pca_of_raw_means.scores.map((row: number[]) => row[component]) as number[];
    const found = expected.map((_, i) => scores[2 * i + component]);
    const largest = found.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
    assert.ok(largest > 0);
    const sign = Math.sign(found[0] * expected[0]);
    close(
      found,
      expected.map((value) => sign * value),
    );
  }
  close(explainedVariance!, golden.pca_of_raw_means.explained_variance);
  close(explainedVarianceRatio!, golden.pca_of_raw_means.ratio);
});

/** A Gram matrix of these distances: -D²/2, whose centred part is all that counts, lifted to a positive diagonal. */
function gramOfDistances(D: number[][]): Float64Array {
  return Float64Array.from(D.flatMap((row) => row.map((distance) => 100 - distance ** 2 / 2)));
}

test('two vectors: one component, the first of them on its positive side', () => {
  const found = pca(gramOfRows(Float64Array.of(0, 0, 3, 4), 2, 2), 2);
  close(found.scores, [2.5, 0, -2.5, 0], 1e-14);
  close(found.explainedVariance!, [12.5, 0], 1e-14);
  assert.deepEqual(found.explainedVarianceRatio, [1, 0]);
});

test('one vector, and equal ones, have scores 0 and no ratio', () => {
  assert.deepEqual(pca(Float64Array.of(25), 1), {
    scores: Float64Array.of(0, 0),
    explainedVariance: null,
    explainedVarianceRatio: null,
  });
  const rows = Float64Array.from({ length: 5 * 7 }, (_, at) => Math.sqrt(2 + (at % 7)));
  assert.deepEqual(pca(gramOfRows(rows, 5, 7), 5), {
    scores: new Float64Array(10),
    explainedVariance: [0, 0],
    explainedVarianceRatio: null,
  });
});

test('equidistant vectors: two components of equal variance', () => {
  const { explainedVarianceRatio } = pca(gramOfRows(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), 3, 3), 3);
  close(explainedVarianceRatio!, [0.5, 0.5], 1e-14);
});

test('the unit of the vectors changes nothing but the unit of the scores', () => {
  const n = 6;
  const rows = Float64Array.from({ length: n * 4 }, normal(8));
  const of = (scale: number) =>
    pca(
      gramOfRows(
        rows.map((value) => value * scale),
        n,
        4,
      ),
      n,
    );
  const plain = of(1);
  for (const exponent of [-500, -340, 333, 500]) {
    const found = of(2 ** exponent);
    assert.deepEqual(
      found.scores.map((score) => score / 2 ** exponent),
      plain.scores,
    );
    assert.deepEqual(found.explainedVarianceRatio, plain.explainedVarianceRatio);
  }
});
