import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textWidth } from '../src/report/plot/text-width.ts';

/** Advance widths in thousandths of the font size, read from DejaVu Sans 2.37, upright and bold. */
const DEJAVU: [text: string, regular: number, bold: number][] = [
  ['information gain per dimension (nats)', 19001, 21533],
  ['untrained, slope −0.227 [−0.245, −0.212]', 21295, 23607],
  ['He is the king of', 8168, 9271],
  ['EleutherAI/pythia-1.4b', 11256, 12766],
  ['α = 0.1, M = 1,000,000', 11785, 12880],
  ['Illinois, filling', 6541, 7699],
  ['WAMMW Mammoth', 9767, 10949],
];

test('texts are as wide as in DejaVu Sans, or up to an eighth wider', () => {
  for (const [text, regular, bold] of DEJAVU) {
    const shares = [textWidth(text, 1000) / regular, textWidth(text, 1000, true) / bold];
    for (const share of shares) assert.ok(share >= 1 && share <= 1.125, `${text}: ${shares}`);
  }
});

test('width grows with the size of the font, and nothing has none', () => {
  assert.ok(Math.abs(textWidth('rank', 22) - 2 * textWidth('rank', 11)) < 1e-9);
  assert.equal(textWidth('', 11), 0);
});

test('scripts without narrow letters take a square each, pairs of surrogates one, accents nothing', () => {
  assert.equal(textWidth('東京', 10), 20);
  assert.equal(textWidth('👑', 10), 10);
  assert.equal(textWidth('e\u0301', 10), textWidth('e', 10));
});
