import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim } from '../src/paper/claims/claim.ts';
import { CLAIM_COLUMNS, claimRow } from '../src/paper/claims/claim-row.ts';
import { pWords } from '../src/paper/claims/said.ts';
import { verdictWords } from '../src/paper/claims/verdict-words.ts';
import { claimOf } from './support/claims.ts';

const CLAIM = claimOf('nano-s', { models: 'nano-s' });

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
