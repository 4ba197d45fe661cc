import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelPosition, textVector } from '../src/experiments/embed/vectors.ts';
import type { TokenizedText } from '../src/text/tokenized-text.ts';

function text(source: string | undefined, tokens: (string | Buffer)[], label?: string): TokenizedText {
  const bytes = (position: number) => Buffer.from(tokens[position] as string);
  const token = (position: number) => bytes(position).toString();
  return { index: 3, ids: tokens.map((_, i) => i), before: 0, after: 0, text: source, label, token, bytes };
}

const spain = text('He is king of Spain.', ['He', ' is', ' king', ' of', ' Sp', 'ain', '.'], 'Spain');

test('mean, last and country of one text', () => {
  const data = Float32Array.from({ length: 14 }, (_, i) => i);
  const hidden = { dims: [7, 2], data };
  assert.deepEqual([...textVector('mean', spain, hidden)], [6, 7]);
  assert.deepEqual([...textVector('last', spain, hidden)], [12, 13]);
  assert.deepEqual([...textVector('country', spain, hidden)], [10, 11]);
});

test('the mean is taken in float64', () => {
  const hidden = { dims: [3, 1], data: Float32Array.of(1e8, 1, 1) };
  assert.equal(textVector('mean', spain, hidden)[0], (1e8 + 2) / 3);
});

test('the label may begin the text, end it, share a token or stand twice', () => {
  assert.equal(labelPosition(text('Spain.', ['Spain', '.'], 'Spain')), 0);
  assert.equal(labelPosition(text('in Spain', ['in', ' Spain'], 'Spain')), 1);
  assert.equal(labelPosition(text('in Spain.', ['in', ' Spain.'], 'Spain')), 1);
  assert.equal(labelPosition(text('Spain is Spain.', ['Spain', ' is', ' Spain', '.'], 'Spain')), 2);
});

test('the label is looked for as a word of its own first', () => {
  const palace = ['He', ' has', ' a', ' pal', 'ace', '.'];
  assert.equal(labelPosition(text('He has a palace.', palace, 'a')), 2);
  assert.equal(labelPosition(text('a palace', ['a', ' pal', 'ace'], 'a')), 0);
  assert.equal(labelPosition(text('Mali or Mali2', ['Mali', ' or', ' Mali', '2'], 'Mali')), 0);
  assert.equal(labelPosition(text('Oman, Română', ['Oman', ',', ' Rom', 'ână'], 'Rom')), 2, 'else as a part');
  assert.equal(labelPosition(text('ni Niño', ['ni', ' Ni', 'ño'], 'ni')), 0);
  assert.equal(
    labelPosition(text('n x\u0301n', ['n', ' x\u0301', 'n'], 'n')),
    0,
    'an accent is of its letter',
  );
  assert.equal(labelPosition(text('x or x\u0301', ['x', ' or', ' x\u0301'], 'x')), 0);
  assert.equal(labelPosition(text('the palaces', ['the', ' pal', 'aces'], 'a')), 2);
});

test('characters split over tokens before or after the label do no harm', () => {
  const split = [Buffer.of(0xe6, 0x9d), Buffer.of(0xb1)];
  assert.equal(labelPosition(text('東 is Spain.', [...split, ' is', ' Spain', '.'], 'Spain')), 3);
  assert.equal(labelPosition(text('Spain is 東', ['Spain', ' is', ' ', ...split], 'Spain')), 0);
  assert.equal(labelPosition(text('It is 東.', ['It', ' is', ' ', ...split, '.'], '東')), 4);
  assert.equal(
    labelPosition(text('東 is Spain, 東', [...split, ' is', ' Spain', ',', ' ', ...split], 'Spain')),
    3,
  );
});

test('tokens before the text, and a space put before it, do not move the label', () => {
  const begun = {
    ...text('He is in Spain.', ['<|endoftext|>', 'He', ' is', ' in', ' Spain', '.'], 'Spain'),
    before: 1,
    after: 0,
  };
  assert.equal(labelPosition(begun), 4);
  assert.equal(labelPosition(text('He is in Spain.', [' He', ' is', ' in', ' Spain', '.'], 'Spain')), 3);
});

test('accents may be written either way', () => {
  assert.equal(labelPosition(text('Cura\u0063\u0327ao.', ['Cura', 'ç', 'ao', '.'], 'Cura\u00e7ao')), 2);
});

test('a text without label, or whose label is not there or cut off, is named', () => {
  const missing = /text 3 has no label/;
  assert.throws(() => labelPosition(text('Spain.', ['Spain', '.'])), missing);
  assert.throws(() => labelPosition(text(undefined, ['1', '2'], 'Spain')), missing);
  const absent = /label "Spain" is not among the tokens of text 3/;
  assert.throws(() => labelPosition(text('France.', ['France', '.'], 'Spain')), absent);
  assert.throws(() => labelPosition(text('He is in Spain.', ['He', ' is', ' in'], 'Spain')), absent);
  assert.throws(() => labelPosition(text('東 is in Spain.', ['東', ' is'], 'Spain')), absent);
  assert.throws(() => labelPosition(text('Spain', ['Spain'], '')), /label ""/);
});
