import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lassoProblem } from '../src/metrics/lasso-problem.ts';
import { jaccard, picksOf, selectionError } from '../src/metrics/selection.ts';

test('picks are above the threshold, largest first, ties in order; negative weights are none', () => {
  assert.deepEqual(picksOf([0.01, 0.3, -0.9, 0.5, 0.3, 0.011], 0.01), [3, 1, 4, 5]);
  assert.deepEqual(picksOf([], 0.01), []);
});

test('Jaccard index', () => {
  assert.equal(jaccard([1, 2, 3], [3, 4]), 0.25);
  assert.equal(jaccard([1], [1]), 1);
  assert.equal(jaccard([1], []), 0);
  assert.equal(jaccard([], []), null);
});

// rows (1, 0, 0), (0, 1, 0), (1, 0, 0) again, and the target (.6, 0, .8)
const K = Float64Array.of(1, 0, 1, 0.6, 0, 1, 0, 0, 1, 0, 1, 0.6, 0.6, 0, 0.6, 1);
const problem = lassoProblem(K, 4, 3);

test('a selection leaves what is at right angles to it; repeated rows add nothing', () => {
  assert.equal(selectionError(problem, []), 1);
  assert.ok(Math.abs(selectionError(problem, [0])! - 0.64) < 1e-15);
  assert.ok(Math.abs(selectionError(problem, [1])! - 1) < 1e-15);
  assert.ok(Math.abs(selectionError(problem, [2, 0, 1])! - 0.64) < 1e-15);
});

test('a target of norm 0 has no relative error', () => {
  assert.equal(selectionError(lassoProblem(new Float64Array(4), 2, 1), [0]), null);
});
