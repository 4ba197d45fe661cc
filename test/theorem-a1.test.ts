import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gramOfRows } from '../src/linalg/gram.ts';
import { symmetricEigen } from '../src/linalg/ml-matrix.ts';
import { sentenceDistance } from '../src/metrics/sentence-distance.ts';
import { SentencePair, SentenceStates } from '../src/metrics/sentence-pair.ts';
import { THEOREM_GAMMAS, theoremA1 } from '../src/metrics/theorem-a1.ts';
import { distanceOracle, statesOf } from './support/distance-oracle.ts';
import { pairOf, rowsOf } from './support/sentences.ts';

interface Golden {
  A: number[][];
  B: number[][];
  rows: { gamma: number; js2: number }[];
  js_gamma100: number;
  frob: number;
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../../fixtures/goldens/theory.json', import.meta.url), 'utf8'),
).thmA1;

/** Rows Z, n x n, with ZᵀZ / n = A. */
function rootOf(A: number[][]): Float64Array {
  const n = A.length;
  const { values, vectors } = symmetricEigen(Float64Array.from(A.flat()), n);
  const rows = new Float64Array(n * n);
  for (let j = 0; j < n; j++)
    for (let i = 0; i < n; i++) rows[j * n + i] = Math.sqrt(n * Math.max(0, values[j])) * vectors[i * n + j];
  return rows;
}

function goldenPair(): SentencePair {
  const n = golden.A.length;
  const [a, b] = [rootOf(golden.A), rootOf(golden.B)];
  const both = gramOfRows(Float64Array.of(...a, ...b), 2 * n, n);
  const cross = Float64Array.from(
    { length: n * n },
    (_, at) => both[Math.floor(at / n) * 2 * n + n + (at % n)],
  );
  const states = (rows: Float64Array) => new SentenceStates(gramOfRows(rows, n, n), n);
  return new SentencePair(states(a), states(b), cross);
}

test('given covariances: the golden distances, and the theorem', () => {
  const pair = goldenPair();
  const of = (metric: 'js' | 'frobenius', gamma: number) =>
    sentenceDistance(pair, metric, { gamma, ridge: 1 });
  assert.ok(Math.abs(of('js', 100) / golden.js_gamma100 - 1) < 1e-10);
  assert.ok(Math.abs(of('frobenius', 100) / golden.frob - 1) < 1e-10);
  for (const { gamma, js2 } of golden.rows) assert.ok(Math.abs(of('js', gamma) ** 2 / js2 - 1) < 1e-10);
  const [found] = theoremA1([pair]);
  assert.ok(Math.abs(found!.slope - 3) < 0.01, `slope ${found!.slope}`);
  assert.ok(Math.abs(found!.ratio - 1) < 1e-3, `ratio ${found!.ratio}`);
});

test('real sentences: slope 3 and ratio 1 on every pair', () => {
  const states = statesOf(distanceOracle().prompts);
  const pairs = states.flatMap((a, i) => states.slice(i + 1).map((b) => pairOf(a, b)));
  for (const found of theoremA1(pairs)) {
    assert.ok(Math.abs(found!.slope - 3) < 0.05, `slope ${found!.slope}`);
    assert.ok(Math.abs(found!.ratio - 1) < 0.01, `ratio ${found!.ratio}`);
    assert.equal(found!.remainders.length, THEOREM_GAMMAS.length);
  }
});

test('the remainder keeps its digits at γ = 1e-3: two tokens at an angle of cosine c, in closed form', () => {
  const c = 0.6;
  const pair = pairOf(rowsOf([[1, 0]]), rowsOf([[c, Math.sqrt(1 - c * c)]]));
  const s = 1 - c * c; // det(I + γ(A+B)/2) = 1 + γ + γ² s / 4, so d² = log1p(γ² s / (4 (1 + γ)))
  theoremA1([pair])[0]!.remainders.forEach((remainder, i) => {
    const gamma = THEOREM_GAMMAS[i];
    const exact = (gamma ** 2 * s) / 4 - Math.log1p((gamma ** 2 * s) / (4 * (1 + gamma)));
    assert.ok(Math.abs(remainder / exact - 1) < 1e-10, `γ = ${gamma}: ${remainder} for ${exact}`);
  });
});

test('equal covariances have nothing to fit', () => {
  const text = rowsOf([
    [1, 2],
    [3, 1],
  ]);
  assert.deepEqual(theoremA1([pairOf(text, text)]), [null]);
});
