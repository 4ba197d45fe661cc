import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim } from '../src/experiments/reproduce/claim.ts';
import { CLAIM_COLUMNS, claimRow } from '../src/experiments/reproduce/claim-rows.ts';
import { controlWords, pWords, shownClaim, verdictWords } from '../src/experiments/reproduce/claim-words.ts';
import { controlOf } from '../src/experiments/reproduce/control.ts';

const CLAIM: Claim = {
  number: 9,
  quantity: 'silhouette of the contexts',
  setting: 'JS distance',
  value: 0.4519,
  interval: { low: 0.4476, high: 0.4558 },
  threshold: 'above 0',
  verdict: 'holds',
  p: 1e-4,
  control: controlOf([0.36, 0.37, 0.38]),
  parts: [],
  model: 'nano-s',
  revision: 'main',
  layer: 4,
  models: 'nano-s',
  data: 'the 45 prompts',
};

test('the least p of 9,999 permutations is a bound', () => {
  assert.equal(pWords(1 / 10_000), 'p ≤ 1e-4');
  assert.equal(pWords(2 / 10_000), 'p = 0.0002');
  assert.equal(pWords(0.01234), 'p = 0.0123');
});

test('what holds says so where it is a theorem or a correction', () => {
  const words = (number: number, verdict: Claim['verdict'] = 'holds') => verdictWords({ number, verdict });
  assert.deepEqual(
    [9, 11, 12, 13].map((number) => words(number)),
    ['holds', 'holds (a theorem)', 'holds (a correction by llmgeo)', 'holds (a correction by llmgeo)'],
  );
  assert.equal(words(11, 'fails'), 'fails');
  assert.equal(words(2, 'by construction'), 'by construction');
});

test('the control in words: mean, sd, prediction interval, seeds', () => {
  assert.equal(controlWords(CLAIM.control), '0.37, sd 0.01, [0.32, 0.42], 3 seeds');
  assert.equal(controlWords(controlOf([0.5])), '0.5, 1 seed');
  assert.equal(controlWords(controlOf([1, 1], 2)), '1, sd 0, [1, 1], 2 seeds, 2 of them pass');
  assert.equal(controlWords(null), '');
});

test('a row has every number in a column of its own, and p as a number', () => {
  const row = claimRow(CLAIM);
  assert.deepEqual(Object.keys(row), CLAIM_COLUMNS);
  assert.deepEqual(
    [row.model, row.revision, row.layer, row.number, row.claim, row.kind, row.p, row.control_seeds],
    ['nano-s', 'main', 4, 9, '9 JS distances separate the sentences', 'claim', 1e-4, 3],
  );
  const { control_mean: mean, control_sd: sd, r2, skills, control_passes: passes } = row;
  assert.ok(Math.abs((mean as number) - 0.37) < 1e-12 && Math.abs((sd as number) - 0.01) < 1e-12);
  assert.deepEqual([r2, skills, passes], [null, null, null]);
});

test('the report has in one line what the row has in columns', () => {
  assert.equal(shownClaim(CLAIM).quantity, 'silhouette of the contexts, JS distance, p ≤ 1e-4');
  const fitted = { ...CLAIM, number: 1, setting: '', p: undefined, r2: 0.966, nullSlope: -0.413 };
  assert.equal(
    shownClaim(fitted).quantity,
    'silhouette of the contexts, R² 0.966, slope at a constant rank -0.413',
  );
  const exponent = { ...CLAIM, number: 13, p: undefined, predicted: -0.1, skills: 1e6 };
  assert.match(shownClaim(exponent).quantity, /, predicted -0\.1, M = 1000000$/);
  assert.equal(shownClaim({ ...CLAIM, model: null, models: 'a, b' }).models, 'a, b');
});
