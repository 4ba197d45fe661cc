import assert from 'node:assert/strict';
import { test } from 'node:test';
import { informationGainFigure } from '../src/experiments/infogain/figure.ts';
import { legendAbove } from '../src/report/plot/legend.ts';
import { logTicks } from '../src/report/plot/log-ticks.ts';
import { layoutOf } from '../src/report/plot/page.ts';
import { pageWidth } from '../src/report/plot/page-width.ts';
import { partsOf } from '../src/report/plot/parts.ts';
import { scatterPanel } from '../src/report/plot/scatter-panel.ts';
import { textNames } from '../src/report/plot/text-names.ts';
import { wrapped } from '../src/report/plot/text-width.ts';
import { figure } from '../src/report/plot/theme.ts';
import { toSvg } from '../src/report/plot/vega.ts';
import type { Result } from '../src/report/result.ts';
import { placedWords } from './support/svg-words.ts';

/** Curves of models with long names, as folders have. */
function curves(models: number): Result {
  const rows = Array.from({ length: models }, (_, m) =>
    [1, 2, 3].map((length) => ({
      model: `checkpoints/pythia-${m}-deduped-of-the-second-attempt`,
      revision: null,
      layer: 2,
      length,
      texts: 2,
      information_gain_per_dim_mean: length,
      information_gain_per_dim_sem: 0.1,
      gain_per_dim_mean: 1,
      gain_per_dim_sem: 0.1,
    })),
  ).flat();
  return { meta: { options: { sigma: 0.01 } }, columns: Object.keys(rows[0]), rows, summary: {} };
}

/** Sixteen panels, four a model, in three contexts. */
function sixteen(page = {}) {
  const points = ['king', 'queen', 'none'].map((group, x) => ({ x, y: x, group, label: 'France' }));
  const panels = Array.from({ length: 16 }, (_, i) =>
    scatterPanel({ title: `panel${i}`, subtitle: 'model', x: 'UMAP 1', y: 'UMAP 2', points }),
  );
  return figure({ title: 'Title', subtitle: ['of 16'], panels, inRow: 4 }, page);
}

/** Width and height of an SVG, and how many pixels of the page one of its units is. */
function sizeOf(svg: string) {
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
  const [, across] = /viewBox="0 0 ([\d.]+)/.exec(svg)!.map(Number);
  return { width, height, scale: width / across };
}

/** How far right the letters of a drawing reach, in pixels of the page. */
function reachOf(svg: string): number {
  const { scale } = sizeOf(svg);
  const ends = placedWords(svg).map(({ x }) => x * scale);
  return Math.max(...ends);
}

test('a figure is as wide as asked at any width, letters at full size, nothing beside the frame', async () => {
  for (const width of [340, 360, 720, 768, 1280, 2200]) {
    const svg = await toSvg(sixteen({ width }));
    const size = sizeOf(svg);
    assert.equal(size.width, width);
    assert.equal(size.scale, 1, `${width}: nothing had to shrink`);
    assert.ok(reachOf(svg) <= width, `${width}`);
    assert.doesNotMatch(svg, /<tspan[^>]*>\s*<\/tspan>/, 'browsers give a line without a letter no height');
    assert.match(svg, new RegExp(`<rect width="${width}" height="${size.height}" fill="white"`));
  }
});

test('long names of models are cut to the width, at their beginning', async () => {
  const svg = await toSvg(informationGainFigure(curves(3), { width: 340 }));
  assert.ok(sizeOf(svg).scale > 0.97, `${sizeOf(svg).scale}`);
  const said = placedWords(svg).map(({ text }) => text);
  for (const m of [0, 1, 2])
    assert.ok(
      said.some((text) => new RegExp(`^….*-${m}-deduped`).test(text)),
      `${m}`,
    );
});

test('a name of several words takes lines in a legend, and loses none of them', () => {
  const names = ['trained: −0.154 [−0.164,\u00a0−0.145]', 'short'];
  assert.ok(
    legendAbove('slope', names, 200).labelExpr?.includes('["trained: −0.154","[−0.164,\u00a0−0.145]"]'),
  );
  assert.ok(!('labelExpr' in legendAbove('slope', names, 400)));
});

test('a text is called by its letters where several tokens share one', () => {
  const named = (...tokens: string[]) =>
    textNames(tokens.map((token, position) => ({ text: 3, position, token }))).get(3);
  assert.equal(named('caf', '<0xC3>', '<0xA9>', ' <0xF0>', '!'), '3: café <0xF0>!');
});

test('the legend stands above all panels, once', async () => {
  for (const width of [340, 960]) {
    const words = placedWords(await toSvg(sixteen({ width })));
    const legend = words.filter(({ text }) => text === 'queen');
    assert.equal(legend.length, 1);
    const first = words.find(({ text }) => text.includes('panel0'))!;
    assert.ok(legend[0].y < first.y);
  }
});

test('letters run on through all panels, and one panel has none', async () => {
  const titles = placedWords(await toSvg(sixteen())).filter(({ text }) => text.includes('panel'));
  assert.deepEqual(
    titles.map(({ text }) => text.slice(0, 3)),
    [...'abcdefghijklmnop'].map((letter) => `(${letter})`),
  );
  const [panel] = [scatterPanel({ title: 'alone', x: '', y: '', points: [] })];
  const many = figure({ title: '', subtitle: [], panels: Array.from({ length: 28 }, () => panel) });
  assert.match(JSON.stringify(many), /"\(aa\) alone".*"\(ab\) alone"/);
  assert.match(JSON.stringify(figure({ title: '', subtitle: [], panels: [panel] })), /"alone"/);
});

test('panels of a model keep together: whole rows, halves, or one below the other', () => {
  const columns = (width: number | undefined, panels: number, inRow: number) =>
    layoutOf({ width }, panels, inRow).columns;
  assert.deepEqual(
    [340, 720, 1280, 1500, 2200].map((width) => columns(width, 16, 4)),
    [1, 2, 2, 4, 4],
  );
  assert.deepEqual([columns(undefined, 2, 2), columns(undefined, 1, 1), columns(1400, 5, 1)], [2, 1, 3]);
  assert.deepEqual([columns(960, 6, 3), columns(1400, 6, 3), columns(3000, 6, 2)], [2, 3, 6]);
});

test('no title: neither that nor the lines below it; panels keep theirs', async () => {
  const said = placedWords(await toSvg(sixteen({ title: false }))).map(({ text }) => text);
  assert.ok(!said.includes('Title') && !said.includes('of 16'));
  assert.ok(said.includes('(a) panel0') && said.includes('model'));
});

test('parts of a figure: two rows each, letters run on, a legend in each, one title', async () => {
  const parts = partsOf(sixteen({ width: 720 }), 2);
  assert.equal(parts.length, 4);
  for (const [i, part] of parts.entries()) {
    const svg = await toSvg(part);
    assert.ok(sizeOf(svg).height < 1000, 'fits a sheet');
    const said = placedWords(svg).map(({ text }) => text);
    assert.ok(said.includes(`(${'aeim'[i]}) panel${4 * i}`) && said.includes('king'));
    assert.equal(said.includes('Title'), i === 0);
  }
});

test('lines break between parts, then between words, and a long word is cut at its beginning', () => {
  assert.deepEqual(wrapped('one · two three · four', 12, 1000), ['one · two three · four']);
  assert.deepEqual(wrapped('aaaa · bbb ccc · dd', 10, 60), ['aaaa', 'bbb ccc', 'dd']);
  assert.deepEqual(wrapped('in n −1; in S −2', 10, 70), ['in n −1;', 'in S −2']);
  assert.deepEqual(wrapped('aaaa bbbb', 10, 40), ['aaaa', 'bbbb']);
  assert.match(wrapped('folder/folder/folder/last', 10, 60)[0], /^….*\/last$/);
});

test('ticks of logarithmic axes: powers of ten, then 1-2-5, then finer', () => {
  assert.deepEqual(logTicks([1e-3, 1, 5]), [0.001, 0.01, 0.1, 1]);
  assert.deepEqual(logTicks([0.04, 0.6]), [0.05, 0.1, 0.2, 0.5]);
  assert.deepEqual(logTicks([90_000, 2.2e6]), [1e5, 2e5, 5e5, 1e6, 2e6]);
  assert.deepEqual(logTicks([0.29, 0.52]), [0.3, 0.4, 0.5]);
  for (const values of [[], [0, -1], [1.01, 1.02]]) assert.equal(logTicks(values), undefined);
});

test('--width: pixels, centimetres, millimetres, inches, nothing else', () => {
  const read = ['700', '700px', '8.5cm', '85mm', '3.5in', ' 17CM'].map(pageWidth);
  assert.deepEqual(read, [700, 700, 321, 321, 336, 643]);
  for (const value of ['', 'wide', '1e3', '-700', '12em', '239', '8001', '6cm', 'NaN', '.'])
    assert.throws(() => pageWidth(value), /^InputError: --width/, value);
});
