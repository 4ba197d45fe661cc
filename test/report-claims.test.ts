import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim, Part } from '../src/paper/claims/claim.ts';
import { controlOf } from '../src/paper/claims/control.ts';
import { comparisonOf } from '../src/paper/report/comparison.ts';
import { claimDetails } from '../src/paper/report/details.ts';
import { resultSentence } from '../src/paper/report/result.ts';
import { claimOf } from './support/claims.ts';

test('models are columns; trained, untrained, prediction interval, p and verdict are rows', () => {
  const { models, groups } = comparisonOf([claimOf('nano-s'), claimOf('nano-l', { verdict: 'fails' })]);
  assert.deepEqual(models, ['nano-s', 'nano-l']);
  assert.equal(groups.length, 1);
  assert.equal(groups[0].title, 'silhouette of the contexts, JS distance');
  assert.deepEqual(
    groups[0].rows.map(({ name, cells }) => [name, cells[0]]),
    [
      ['trained [95 % interval over texts]', { estimate: { value: 0.4519, low: 0.4476, high: 0.4558 } }],
      ['untrained, mean ± s.d. of 3 seeds', { text: '0.37 ± 0.01' }],
      ['one more untrained, 95 % interval', { text: '[0.32, 0.42]' }],
      ['permutation test', { text: 'p ≤ 1e-4' }],
      ['verdict', { verdict: 'holds' }],
    ],
  );
  assert.deepEqual(groups[0].rows[4].cells[1], { verdict: 'fails' });
});

test('each setting has rows of its own, and a model that lacks one an empty cell', () => {
  const { models, groups } = comparisonOf([
    claimOf('nano-s'),
    claimOf('nano-l'),
    claimOf('nano-l', { setting: 'Logdet distance' }),
  ]);
  assert.deepEqual(
    groups.map(({ title }) => title.split(', ')[1]),
    ['JS distance', 'Logdet distance'],
  );
  assert.deepEqual(groups[1].rows[0].cells, [
    { text: '' },
    { estimate: { value: 0.4519, low: 0.4476, high: 0.4558 } },
  ]);
  assert.equal(models.length, 2);
});

test('a claim about several models spans their columns, below what it is made of', () => {
  const part = (model: string, value: number, control: Part['control'] = controlOf([1, 3])): Part => ({
    name: 'mean I / d',
    model,
    value,
    control,
  });
  const parts = [part('nano-s', 2), part('nano-l', 1)];
  const control = controlOf([-1, -2], 1);
  const [{ rows }] = comparisonOf([claimOf(null, { parts, control, p: undefined })]).groups;
  assert.deepEqual(
    rows.map(({ name, spans, cells }) => [name, spans, cells.length]),
    [
      ['mean I / d', false, 2],
      ['mean I / d, untrained mean', false, 2],
      ['trained [95 % interval over texts]', true, 1],
      ['untrained, mean ± s.d. of 2 seeds', true, 1],
      ['one more untrained, 95 % interval', true, 1],
      ['untrained seeds that pass', true, 1],
      ['verdict', true, 1],
    ],
  );
  assert.deepEqual(rows[1].cells[0], { text: '2 ± 1.41' });
  assert.deepEqual(rows[5].cells[0], { text: '1 of 2' });
});

test('nothing is said of an untrained model where there is none', () => {
  const [{ rows }] = comparisonOf([claimOf('nano-s', { control: null, p: undefined })]).groups;
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['trained [95 % interval over texts]', 'verdict'],
  );
});

test('the fold has all digits of every number, and only columns that say something', () => {
  const value = 0.123456789012345;
  const parts = [{ name: 'left', model: 'nano-s', value, control: null }];
  const [all, made] = claimDetails([claimOf('nano-s', { value, parts })]);
  const names = all.columns.map(({ name }) => name);
  for (const name of ['model', 'value', 'low', 'high', 'p', 'control_mean', 'control_sd', 'control_seeds'])
    assert.ok(names.includes(name), name);
  for (const name of ['r2', 'skills', 'control_passes', 'threshold']) assert.ok(!names.includes(name), name);
  assert.equal(all.rows[0].value, value);
  assert.deepEqual(
    made.columns.map(({ name }) => name),
    ['setting', 'name', 'model', 'value'],
  );
  assert.equal(claimDetails([claimOf('nano-s')]).length, 1);
});

test('the result says how many of the open claims came to what, and which', () => {
  const verdicts: Claim['verdict'][] = [
    'also untrained',
    'by construction',
    'depends on the division by d',
    'also untrained',
    'undecided',
    'depends on λ',
    'fails',
    'holds',
    'holds',
    'holds',
  ];
  const claims = verdicts.map((verdict, i) => claimOf('nano-s', { number: i + 1, verdict }));
  const mixed = claimOf('nano-l', { number: 8, verdict: 'also untrained' });
  const theorems = [11, 12, 13].map((number) => claimOf(null, { number, verdict: 'fails' }));
  assert.equal(
    resultSentence([...claims, mixed, ...theorems], ['nano-s', 'nano-l']),
    'Of the paper’s 9 claims that could be otherwise, on nano-s and nano-l: 2 hold (9, 10), 1 holds in part (8), 1 fails (7), ' +
      '2 depend on a choice that the paper leaves open or on the width (3, 6), 2 untrained models show as well (1, 4) and 1 cannot be decided here (5).',
  );
});
