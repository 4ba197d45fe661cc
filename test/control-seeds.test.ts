import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CONTROL_SEEDS, controlSeedsOf, LARGE } from '../src/paper/control-seeds.ts';

const IN_WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

test('a large model has fewer untrained ones beside it', () => {
  assert.equal(controlSeedsOf({ total: LARGE - 1 }), CONTROL_SEEDS.small);
  assert.equal(controlSeedsOf({ total: LARGE }), CONTROL_SEEDS.large);
});

test('docs/verdicts.md counts them as the program does', () => {
  const page = readFileSync(new URL('../../docs/verdicts.md', import.meta.url), 'utf8');
  const [small, large] = [CONTROL_SEEDS.small, CONTROL_SEEDS.large].map((count) => IN_WORDS[count]);
  const rule = `takes ${small} untrained models beside each model of less than ${LARGE / 1e6} million parameters, ${large} beside a larger one`;
  assert.ok(page.includes(rule), rule);
});
