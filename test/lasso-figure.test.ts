import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lassoFigure } from '../src/experiments/lasso/figure.ts';
import { toSvg } from '../src/report/plot/vega.ts';
import type { Cell, Result } from '../src/report/result.ts';
import { placedWords } from './support/svg-words.ts';

type Row = Record<string, Cell>;

const WORDS = ['Is', ' it', ' the', ' king', '?', ' Yes', '.'];

/** Rows of one target: the first token is picked by both, the third by Lasso alone. */
function targetRows(target: number, more: Row = {}): Row[] {
  return Array.from({ length: target + 1 }, (_, position) => {
    const isContext = position < target;
    const coefficient = [0.6, 0, 0.2, -0.3][position] ?? 0;
    return {
      model: 'nano-l',
      revision: 'main',
      layer: 6,
      text: 0,
      target: WORDS[target % WORDS.length],
      target_position: target,
      position,
      token: WORDS[position % WORDS.length],
      lasso_coefficient: isContext ? coefficient : null,
      lasso_pick: isContext ? coefficient > 0.01 : null,
      attention: position === 0 ? 0.7 : 0.3 / target,
      attention_pick: isContext ? position === 0 : null,
      ...more,
    };
  });
}

const draw = (rows: Row[], columns: string[] = []) => {
  const options = { convention: 'sklearn', strength: 1e-4, threshold: 0.01, attention_layer: 'last' };
  const result: Result = { meta: { options, models: [{ dim: 160 }] }, columns, rows, summary: {} };
  return toSvg(lassoFigure(result));
};
const words = (svg: string) => [...svg.matchAll(/>([^<>]+)<\/(text|tspan)>/g)].map(([, text]) => text);

test('few targets: tokens, bars of both methods, and what was run', async () => {
  const svg = await draw([...targetRows(5), ...targetRows(6)]);
  const said = words(svg);
  for (const word of [
    '(a) target ·Yes (5)',
    '(b) target . (6)',
    '·king',
    'Lasso coefficient',
    'attention weight',
  ])
    assert.ok(said.includes(word), word);
  assert.ok(said.some((line) => line.includes('alpha = 0.0001 (λ = 0.032)')));
  assert.doesNotMatch(svg, /undefined|NaN|null</);
});

test('picks are strong, the rest is pale', async () => {
  const svg = await draw(targetRows(4));
  const bars = [...svg.matchAll(/fill="#0072B2"[^>]*opacity="([\d.]+)"/g)].map(([, opacity]) => opacity);
  assert.deepEqual(bars, ['1', '0.3', '1', '0.3', '1'], 'coefficients .6, 0, .2, -.3, and the legend');
});

const titlesOf = (svg: string) => placedWords(svg).filter(({ text }) => text.includes('· target '));

test('models with one target each stand side by side, three at most, and are named', async () => {
  const of = async (models: string[]) => draw(models.flatMap((model) => targetRows(5, { model })));
  const three = titlesOf(await of(['a', 'b', 'c']));
  assert.equal(new Set(three.map(({ y }) => y)).size, 1);
  const svg = await of(['a', 'b', 'c', 'd']);
  const titles = titlesOf(svg);
  assert.deepEqual(
    titles.map(({ text }) => text),
    ['a', 'b', 'c', 'd'].map((model) => `(${model}) ${model} · target ·Yes (5)`),
  );
  assert.ok(titles[0].y === titles[1].y && titles[2].y > titles[0].y && titles[2].x === titles[0].x);
  assert.ok(words(svg).some((line) => line.startsWith('1 target of one text')));
});

test('models with several targets stand below each other', async () => {
  const both = ['trained', 'untrained'];
  const svg = await draw(both.flatMap((weights) => [4, 5].flatMap((at) => targetRows(at, { weights }))));
  const titles = titlesOf(svg);
  assert.deepEqual(
    titles.map(({ text }) => text.split(' ').slice(0, 2).join(' ')),
    ['(a) trained', '(b) trained', '(c) untrained', '(d) untrained'],
  );
  assert.ok(titles[0].y === titles[1].y && titles[2].y > titles[0].y && titles[2].y === titles[3].y);
});

test('a long text is drawn by position, its largest picks named', async () => {
  const said = words(await draw(targetRows(90)));
  assert.ok(said.includes('Lasso coefficient') && said.includes('attention weight'));
  assert.ok(said.includes('Is'), 'the largest pick');
});

test('the names of picks stand within their panel', async () => {
  const token = 'incomprehensibility';
  const rows = targetRows(90).map((row) => ({ ...row, token }));
  const placed = placedWords(await draw(rows));
  const title = placed.find(({ text }) => text.startsWith('target '))!;
  const names = placed.filter(({ text }) => text.startsWith('incompre'));
  assert.ok(names.length >= 2);
  // upright: a name begins at its y, and is cut where it would be longer than 90
  for (const { y } of names) assert.ok(y - 90 >= title.y, `${y} under the title at ${title.y}`);
});

test('all targets of a text: two triangles', async () => {
  const rows = Array.from({ length: 9 }, (_, i) => targetRows(i + 1)).flat();
  const said = words(await draw(rows));
  assert.ok(said.includes('(a) Lasso coefficients') && said.includes('(b) Attention weights'));
});

test('targets of many texts: a point each, and the overlap by model', async () => {
  const rows = Array.from({ length: 8 }, (_, text) => [
    ...targetRows(5, { text }),
    ...targetRows(5, { text, model: 'nano-s' }),
  ]).flat();
  const svg = await draw(rows);
  const said = words(svg);
  for (const word of ['nano-l', 'nano-s', 'Jaccard index', 'Lasso picks (tokens)'])
    assert.ok(said.includes(word), word);
});

/** A symbol of (a): where its middle is, and how far it reaches. */
function symbolsOf(svg: string) {
  const [panel] = /concat_0_layer_1_marks.*?<\/g>/s.exec(svg)!;
  return [...panel.matchAll(/translate\(([\d.]+),([\d.]+)\)" d="M([\d.]+),/g)].map(([, x, y, reach]) => ({
    place: `${x} ${y}`,
    reach: Number(reach),
  }));
}

test('targets with the same picks are one larger point, and models stand beside each other', async () => {
  const rowsOf = (model: string, texts: number, target: number) =>
    Array.from({ length: texts }, (_, text) =>
      targetRows(target, { model, text: text + 10 * target }),
    ).flat();
  const svg = await draw([...rowsOf('a', 4, 5), ...rowsOf('b', 4, 5), ...rowsOf('b', 1, 1)]);
  const symbols = symbolsOf(svg);
  assert.equal(symbols.length, 3);
  assert.equal(new Set(symbols.map(({ place }) => place)).size, 3);
  const [four, alsoFour, one] = symbols.map(({ reach }) => reach);
  assert.ok(four === alsoFour && Math.abs(four - 2 * one) < 0.01, `${four}, ${one}: areas are counts`);
  const said = words(svg);
  for (const word of ['model', 'targets', '1', '4']) assert.ok(said.includes(word), word);
  assert.equal(said.filter((word) => word === 'a').length, 2, 'in the legend and on the axis of (b)');
});

test('the bars of a target have a line and a tick at 0', async () => {
  const svg = await draw([3, 4, 5].flatMap((target) => targetRows(target)));
  assert.equal([...svg.matchAll(/role-axis-grid.*?<\/g>/gs)].length, 3);
  for (const [grid] of svg.matchAll(/role-axis-grid.*?<\/g>/gs))
    assert.equal([...grid.matchAll(/stroke="#333333"/g)].length, 1);
  assert.equal(words(svg).filter((word) => word === '0.0').length, 3);
});

test('a path: a line per token, or the number of picks where targets are many', async () => {
  const path = (target: number, more: Row = {}) =>
    [1, 0.1, 0.01].flatMap((lambda) => targetRows(target, { lambda, alpha: lambda / 320, ...more }));
  const lines = words(await draw(path(4), ['lambda']));
  assert.ok(lines.includes('Is (0)') && lines.includes('λ') && lines.includes('target ? (4)'));
  const counts = words(
    await draw(Array.from({ length: 7 }, (_, text) => path(4, { text })).flat(), ['lambda']),
  );
  assert.ok(counts.includes('Picks of each target'));
});

test('nothing picked anywhere and one token of context are drawn too', async () => {
  const none = { lasso_coefficient: 0, lasso_pick: false, attention_pick: false };
  const rows = Array.from({ length: 8 }, (_, text) => targetRows(1, { text, ...none })).flat();
  assert.match(await draw(rows), /^<svg/);
  assert.match(await draw(targetRows(1)), /^<svg/);
});

test('a saved table without meta can be drawn', async () => {
  const svg = await toSvg(lassoFigure({ meta: {}, columns: [], rows: targetRows(4), summary: {} }));
  assert.match(svg, /^<svg/);
});
