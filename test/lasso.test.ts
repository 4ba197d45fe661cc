import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { normalizeGram } from '../src/linalg/gram.ts';
import { descend } from '../src/metrics/coordinate-descent.ts';
import { GAP_TOLERANCE, type LassoSolution, solveLasso } from '../src/metrics/lasso.ts';
import {
  centerEntries,
  dualityGap,
  type LassoProblem,
  largestLambda,
  lassoProblem,
  squaredResidual,
  stateAt,
} from '../src/metrics/lasso-problem.ts';
import { GOLDEN_NAMES, golden, goldenStates } from './support/goldens.ts';
import { gramOf } from './support/gram.ts';
import { type GoldenLasso, goldenLasso, lassoOracle } from './support/lasso-oracle.ts';
import { normal } from './support/random.ts';

const problemOf = (H: number[][]) => {
  const K = normalizeGram(gramOf(Float64Array.from(H.flat()), H.length, H[0].length), H.length);
  return lassoProblem(K, H.length, H.length - 1);
};

const objective = (problem: LassoProblem, solution: LassoSolution, lambda: number) =>
  squaredResidual(problem, solution) +
  lambda * solution.coefficients.reduce((sum, value) => sum + Math.abs(value), 0);

const largest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);

test('one row: the soft threshold of the product', () => {
  const problem = problemOf([
    [1, 0],
    [0.6, 0.8],
  ]);
  const { coefficients, gap, converged } = solveLasso(problem, 0.4);
  assert.ok(Math.abs(coefficients[0] - 0.4) < 1e-15); // .6 - λ/2
  assert.ok(gap < 1e-15 && converged);
});

test('orthogonal rows: each product moved towards 0 by λ/2', () => {
  const problem = problemOf([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0.8, -0.6, 0],
  ]);
  const { coefficients } = solveLasso(problem, 0.2);
  assert.ok(largest(coefficients, [0.7, -0.5, 0]) < 1e-15);
});

test('from the largest λ on everything is 0, just below it one coefficient is not', () => {
  const problem = problemOf([
    [1, 0.2],
    [0.3, 1],
    [0.5, 0.7],
  ]);
  const top = largestLambda(problem);
  assert.deepEqual([...solveLasso(problem, top).coefficients], [0, 0]);
  assert.equal(solveLasso(problem, top * 0.999).coefficients.filter((value) => value !== 0).length, 1);
});

test('the gap bounds what the objective exceeds its least value by, and vanishes there', () => {
  const next = normal(7);
  const H = Array.from({ length: 12 }, () => Array.from({ length: 30 }, next));
  const problem = problemOf(H);
  const best = solveLasso(problem, 0.05);
  assert.ok(best.gap < 1e-14);
  for (let trial = 0; trial < 20; trial++) {
    const b = best.coefficients.map((value) => value + 0.1 * next());
    const state = stateAt(problem, b);
    const excess = objective(problem, { ...best, ...state }, 0.05) - objective(problem, best, 0.05);
    assert.ok(excess > 0 && dualityGap(problem, state, 0.05) >= excess);
  }
});

test('coordinate descent alone comes to the same, sweep by sweep', () => {
  const next = normal(11);
  const problem = problemOf(Array.from({ length: 20 }, () => Array.from({ length: 40 }, next)));
  const state = stateAt(problem);
  const sweeps = descend(problem, state, 0.1, GAP_TOLERANCE, 1000);
  assert.ok(sweeps > 1 && sweeps < 1000);
  assert.ok(dualityGap(problem, state, 0.1) < GAP_TOLERANCE);
  const solution = solveLasso(problem, 0.1);
  assert.ok(largest(state.coefficients, solution.coefficients) < 1e-4);
  assert.ok(solution.iterations > 1);
});

/** One golden Lasso: its problem and what scikit-learn says. */
function* goldenProblems() {
  for (const name of GOLDEN_NAMES)
    for (const entry of Object.values(golden(name).cases))
      for (const [key, metrics] of Object.entries(entry.metrics)) {
        const states = goldenStates(entry, key === 'last' ? -1 : Number(key.replace('layer', '')));
        for (const [setting, expected] of goldenLasso(metrics))
          yield {
            setting: `${name} ${key} ${setting}`,
            expected,
            ...goldenProblem(states, setting, expected),
          };
      }
}

function goldenProblem({ T, d, H }: ReturnType<typeof goldenStates>, setting: string, expected: GoldenLasso) {
  const G = gramOf(H, T, d);
  const means = Float64Array.from({ length: T }, (_, i) => {
    const row = H.subarray(i * d, (i + 1) * d);
    return row.reduce((sum, value) => sum + value, 0) / d / Math.sqrt(G[i * (T + 1)]);
  });
  const K = normalizeGram(G, T);
  const isCentred = setting.includes('fit_intercept=True');
  return {
    problem: lassoProblem(isCentred ? centerEntries(K, T, means, d) : K, T, T - 1),
    lambda: expected.equivalent_lambda ?? Number(setting.split('=')[1]),
  };
}

test('the goldens: coefficients, objective and picks of scikit-learn, with and without intercept', (t) => {
  let [worst, settings] = [0, 0];
  for (const { setting, expected, problem, lambda } of goldenProblems()) {
    const found = solveLasso(problem, lambda);
    const picks = [...found.coefficients.keys()].filter((j) => found.coefficients[j] > 0.01);
    assert.deepEqual(picks, expected.picks, setting);
    assert.ok(found.converged && found.gap < 1e-12, setting);
    if (expected.objective !== undefined)
      assert.ok(Math.abs(objective(problem, found, lambda) - expected.objective) < 1e-13, setting);
    worst = Math.max(worst, largest(found.coefficients, expected.coef));
    settings++;
  }
  t.diagnostic(`${settings} settings, largest difference ${worst.toExponential(1)}`);
  assert.equal(settings, 90);
  assert.ok(worst < 1e-10);
});

test('more rows than dimensions, some of them repeated, negated or nearly equal: the least objective', () => {
  const { states, solutions } = lassoOracle().repeated;
  const [n, d] = states.shape;
  const problem = lassoProblem(normalizeGram(gramOf(states.data, n, d), n), n, n - 1);
  for (const { lambda, objective: least } of solutions) {
    const found = solveLasso(problem, lambda);
    assert.ok(found.converged);
    assert.ok(Math.abs(objective(problem, found, lambda) - least) < 1e-12, `λ = ${lambda}`);
    const nonzero = found.coefficients.filter((value) => value !== 0).length;
    assert.ok(nonzero <= d, 'active rows are independent');
    assert.equal(found.coefficients[5], 0, 'of equal rows the first carries the coefficient');
    assert.equal(found.coefficients[9], 0);
  }
});

test('all rows equal to the target: the first takes 1 - λ/2', () => {
  const { coefficients, converged } = solveLasso(problemOf(Array.from({ length: 6 }, () => [3, 4])), 0.01);
  assert.ok(converged);
  assert.ok(largest(coefficients, [0.995, 0, 0, 0, 0]) < 1e-14);
});

test('rows that are 0 after centring explain nothing', () => {
  const K = centerEntries(new Float64Array(9).fill(1), 3, [0.5, 0.5, 0.5], 4);
  const { coefficients, gap } = solveLasso(lassoProblem(K, 3, 2), 0.1);
  assert.deepEqual([...coefficients], [0, 0]);
  assert.equal(gap, 0);
});

test('λ = 1e-4 on ill-conditioned rows converges in hundreds of steps, not 60,000', () => {
  const next = normal(3);
  const [n, d] = [120, 32];
  const H = new Float64Array(n * d);
  for (let i = 0; i < H.length; i++)
    H[i] = (i < d ? 0 : 0.95 * H[i - d]) + 0.3 * next() + (i % d === 0 ? 2 : 0);
  const found = solveLasso(lassoProblem(normalizeGram(gramOf(H, n, d), n), n, n - 1), 1e-4);
  assert.ok(found.converged && found.gap < 1e-11);
  assert.ok(found.iterations < 1000);
});

test('a start changes nothing but the way there', () => {
  const next = normal(9);
  const problem = problemOf(Array.from({ length: 15 }, () => Array.from({ length: 20 }, next)));
  const cold = solveLasso(problem, 0.02);
  const warm = solveLasso(problem, 0.02, solveLasso(problem, 0.05).coefficients);
  assert.ok(largest(cold.coefficients, warm.coefficients) < 1e-12);
});

test('λ must be a number above 0', () => {
  for (const lambda of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => solveLasso(problemOf([[1], [1]]), lambda), InputError);
});
