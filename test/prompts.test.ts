import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { countryInput, countryPrompts } from '../src/text/prompts.ts';

const LONDON = new URL('../../../shared/data/london.json', import.meta.url);

test('45 prompts: three contexts, each with fifteen names', () => {
  const prompts = countryPrompts();
  assert.deepEqual(
    prompts.map(({ index }) => index),
    Array.from({ length: 45 }, (_, i) => i),
  );
  assert.deepEqual(prompts[0], { index: 0, text: 'Australia.', context: 'none', label: 'Australia' });
  assert.deepEqual(prompts[16], {
    index: 16,
    text: 'He is the king of Austria.',
    context: 'He is the king of',
    label: 'Austria',
  });
  assert.equal(prompts[44].text, 'She is the queen of Spain.');
  assert.deepEqual(countryInput().texts, prompts);
});

test('names and contexts are those of the appendix', {
  skip: !existsSync(LONDON) && 'no shared data',
}, () => {
  const { countries, king, queen } = JSON.parse(readFileSync(LONDON, 'utf8'));
  const expected = ['', king.text, queen.text].flatMap((context) =>
    countries.map((name: string) => (context === '' ? name : `${context} ${name}`)),
  );
  assert.deepEqual(
    countryPrompts().map(({ text }) => text),
    expected,
  );
});
