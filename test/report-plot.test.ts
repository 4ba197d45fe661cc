import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { informationGainFigure } from '../src/experiments/infogain/figure.ts';
import { resolvePlot } from '../src/io/plot-target.ts';
import { renderPlot } from '../src/io/render-plot.ts';
import { seriesOf } from '../src/report/plot/series.ts';
import { toSvg } from '../src/report/plot/vega.ts';
import type { Cell, Result } from '../src/report/result.ts';
import { placedWords } from './support/svg-words.ts';

const folder = mkdtempSync(join(tmpdir(), 'llmgeo-plot-'));
after(() => rmSync(folder, { recursive: true }));

type Row = Record<string, Cell>;

const resultOf = (rows: Row[]): Result => ({
  meta: { options: { sigma: 0.01 } },
  columns: Object.keys(rows[0]),
  rows,
  summary: {},
});

function byToken(tokens: string[], more: Row = {}): Row[] {
  return tokens.map((token, position) => ({
    model: 'nano-l',
    revision: 'main',
    layer: 6,
    text: 0,
    position,
    token,
    information_gain_per_dim: 0.03 * (position + 1),
    gain_per_dim: 0.03 / (position + 1),
    ...more,
  }));
}

function byLength(more: Row = {}, lengths = 30): Row[] {
  return Array.from({ length: lengths }, (_, i) => ({
    model: 'nano-l',
    revision: 'main',
    layer: 6,
    length: i + 1,
    texts: lengths - i,
    information_gain_per_dim_mean: 0.03 * (i + 1),
    information_gain_per_dim_sem: i + 1 === lengths ? null : 0.004,
    gain_per_dim_mean: 0.03 / (i + 1),
    gain_per_dim_sem: i + 1 === lengths ? null : 0.001,
    ...more,
  }));
}

/** What the letters of a drawing say, in order. */
const words = (svg: string) => [...svg.matchAll(/>([^<>]+)<\/(text|tspan)>/g)].map(([, text]) => text);
/** The `d` of every stroked line of a drawing in `colour`. */
const linesIn = (svg: string, colour: string) =>
  [...svg.matchAll(/<path ([^>]*)>/g)].filter(
    ([, a]) => a.includes(`stroke="${colour}"`) && a.includes('stroke-linejoin'),
  );

test('by token: both panels name axes, units, model, sigma and text', async () => {
  const svg = await toSvg(informationGainFigure(resultOf(byToken(['Is', ' London', '\n', '<&>"']))));
  const said = words(svg);
  for (const text of [
    'Information gain',
    'nano-l · revision main · layer 6 · σ = 0.01',
    'one text of 4 tokens',
    '(a) All tokens so far',
    '(b) Each new token',
    'information gain per dimension (nats)',
    'gain per dimension (nats)',
    'length (tokens)',
    'token',
    '·London',
    '⏎',
    '&lt;&amp;&gt;"',
  ])
    assert.ok(said.includes(text), `${text} in ${said.join(' | ')}`);
  assert.match(svg, /fill="white"/);
  assert.equal(linesIn(svg, '#0072B2').length, 2);
});

test('a control character in a token leaves the SVG well-formed', async () => {
  const svg = await toSvg(informationGainFigure(resultOf(byToken(['\u001b[31m', '\u0000', '\ud800']))));
  const controls = [...svg].filter((char) => char < ' ' && char !== '\n');
  assert.deepEqual(controls, []);
  assert.equal(Buffer.from(svg).toString(), svg);
});

test('by token: a long text, several texts and disagreeing tokenizers get numbers on the axis', async () => {
  const long = byToken(Array.from({ length: 41 }, () => 'tok'));
  const two = [...byToken(['a', 'b']), ...byToken(['a', 'b'], { text: 1 })];
  const models = [...byToken(['a', 'b']), ...byToken(['a', 'B'], { model: 'other' })];
  for (const rows of [long, two, models]) {
    const said = words(await toSvg(informationGainFigure(resultOf(rows))));
    assert.equal(said.filter((text) => text === 'length (tokens)').length, 2, 'both count from 1');
    assert.ok(!said.includes('tok') && !said.includes('a'));
  }
});

test('by token: few texts have a colour each and are named by how they begin', async () => {
  const rows = ['a', 'b', 'c'].flatMap((token, text) => byToken([token, ' dog', ' barks'], { text }));
  const svg = await toSvg(informationGainFigure(resultOf(rows)));
  for (const colour of ['#0072B2', '#D55E00', '#009E73']) assert.equal(linesIn(svg, colour).length, 2);
  const said = words(svg);
  for (const text of ['text', '0: a dog barks', '2: c dog barks', '3 texts of up to 3 tokens, one line each'])
    assert.ok(said.includes(text), said.join(' | '));
  const many = Array.from({ length: 9 }, (_, text) => byToken(['a', 'b', 'c'], { text })).flat();
  const faint = await toSvg(informationGainFigure(resultOf(many)));
  assert.equal(linesIn(faint, '#0072B2').length, 18);
  assert.ok(words(faint).includes('9 texts of up to 3 tokens, one pale line each'));
});

test('by length: a mark where a curve has as many tokens as its model has dimensions', async () => {
  const rows = [...byLength(), ...byLength({ model: 'nano-s' }), ...byLength({ model: 'wide' })];
  const models = [
    { model: 'nano-l', dim: 7 },
    { model: 'nano-s', dim: 30 },
    { model: 'wide', dim: 31 },
  ];
  const result = { ...resultOf(rows), meta: { options: { compared_length: 4 }, models } };
  const figure = informationGainFigure(result);
  const [panel] = (figure as unknown as { concat: { layer: { data?: { values: Row[] } }[] }[] }).concat;
  const marked = panel.layer.flatMap(({ data }) => data?.values ?? []).filter(({ series }) => series);
  assert.deepEqual(
    marked.map(({ series, x }) => [series, x]),
    [
      ['nano-l', 7],
      ['nano-s', 30],
    ],
  );
  const said = words(await toSvg(figure));
  assert.equal(said.filter((text) => text === 'compared up to here').length, 2);
  assert.ok(said.some((text) => text.startsWith('diamonds: ')));
});

test('by length: one line and one band a model, one legend, the error undefined at one text', async () => {
  const rows = [...byLength(), ...byLength({ model: 'nano-s', layer: 4 })];
  const figure = informationGainFigure(resultOf(rows));
  const svg = await toSvg(figure);
  const said = words(svg);
  assert.equal(said.filter((text) => text === 'nano-s').length, 1, 'one legend');
  assert.ok(said.includes('nano-l, nano-s · revision main · layers 6, 4 · σ = 0.01'));
  assert.ok(said.includes('mean over 30 texts (1 at the greatest length), bands: ± 1 standard error'));
  for (const colour of ['#0072B2', '#D55E00']) {
    assert.equal(linesIn(svg, colour).length, 2);
    assert.equal([...svg.matchAll(new RegExp(`fill="${colour}" opacity="0.2"`, 'g'))].length, 2);
  }
  const points = JSON.parse(JSON.stringify(figure)).concat[0].data.values;
  assert.deepEqual(points[0], { series: 'nano-l', x: 1, y: 0.03, low: 0.026, high: 0.034 });
  assert.deepEqual(Object.keys(points[29]), ['series', 'x', 'y']);
});

test('the titles of panels stand at one height, whatever stands out of the panels', async () => {
  const rows = byLength().map((row) => ({
    ...row,
    // (a) ends at a tick of its axis, whose label stands out of the panel; (b) does not
    information_gain_per_dim_mean: row.length,
    gain_per_dim_mean: (row.length as number) / 7,
  }));
  const figure = informationGainFigure(resultOf(rows)) as unknown as {
    concat: { encoding: { y: { scale: object } } }[];
  };
  figure.concat[1].encoding.y.scale = { domain: [0, 4.3], nice: false };
  const svg = await toSvg(figure as unknown as Parameters<typeof toSvg>[0]);
  const titles = placedWords(svg).filter(({ text }) => /^\([ab]\)/.test(text));
  assert.equal(titles.length, 2);
  assert.equal(titles[0].y, titles[1].y);
});

test('no part of a drawing has a role of its own, whatever its letters say', async () => {
  const svg = await toSvg(informationGainFigure(resultOf(byToken(['a role="img"', ' b']))));
  assert.doesNotMatch(svg, /<[^<>]* (role|aria-\w+)=/);
  assert.ok(svg.includes('>a role="img"<'));
});

test('drawing says nothing on the terminal', async (t) => {
  const complaints = ['warn', 'error', 'log'].map((name) => t.mock.method(console, name as 'warn', () => {}));
  await toSvg(informationGainFigure(resultOf([...byLength(), ...byLength({ model: 'b' })])));
  await toSvg(informationGainFigure(resultOf(byToken(['a']))));
  assert.deepEqual(
    complaints.flatMap((mock) => mock.mock.calls),
    [],
  );
});

test('the same rows give the same bytes, whatever was drawn before', async () => {
  const draw = () => toSvg(informationGainFigure(resultOf(byLength())));
  const first = await draw();
  await toSvg(informationGainFigure(resultOf(byToken(['a', 'b']))));
  assert.equal(await draw(), first);
});

test('series: models by colour, variants by dash, and no two alike', () => {
  const crossed = ['a', 'b'].flatMap((model) =>
    [0, 1, 2].map((layer) => ({ model, revision: 'main', layer })),
  );
  const both = seriesOf(crossed);
  assert.equal(both.title, 'model, layer');
  assert.deepEqual(both.names.slice(0, 2), ['a, layer 0', 'a, layer 1']);
  assert.equal(new Set(both.colours.slice(0, 3)).size, 1);
  assert.notEqual(both.colours[0], both.colours[3]);
  assert.deepEqual(both.dashes.slice(0, 3), both.dashes.slice(3));
  const one = seriesOf(['step0', 'step64', 'main'].map((revision) => ({ model: 'a', revision, layer: 4 })));
  assert.deepEqual(one.names, ['step0', 'step64', 'main']);
  assert.equal(new Set(one.colours).size, 3);
  const depths = seriesOf([2, 4].map((layer) => ({ model: `m${layer}`, revision: null, layer })));
  assert.equal(depths.title, 'model', 'layers that differ only because models do are no series');
  for (const [models, layers] of [
    [10, 1],
    [12, 4],
    [1, 25],
    [2, 25],
  ]) {
    const rows = Array.from({ length: models * layers }, (_, i) => ({
      model: `m${i % models}`,
      layer: Math.floor(i / models),
    }));
    const { names, colours, dashes } = seriesOf(rows);
    assert.equal(names.length, rows.length);
    assert.equal(new Set(colours.map((colour, i) => `${colour} ${dashes[i]}`)).size, rows.length);
  }
});

test('a plot is written as SVG, as PNG at twice its size, as PDF of its size, or as its specification', async () => {
  const figure = informationGainFigure(resultOf(byToken(['a', 'b', 'c'])));
  const names = ['f.pdf', 'f.png', 'f.svg', 'f.vl.json'];
  await renderPlot(figure, await Promise.all(names.map((name) => resolvePlot(join(folder, name)))));
  assert.deepEqual(readdirSync(folder).sort(), names);
  const svg = readFileSync(join(folder, 'f.svg'), 'utf8');
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
  const png = readFileSync(join(folder, 'f.png'));
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [2 * width, 2 * height]);
  const pdf = readFileSync(join(folder, 'f.pdf'), 'latin1');
  const [, across, down] = /MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)!.map(Number);
  // of 72 an inch where pixels are 96, in whole points
  assert.deepEqual([across, down], [0.75 * width, 0.75 * height].map(Math.round));
  assert.match(pdf, /FontDescriptor[\s\S]*DejaVuSans/, 'letters stay letters');
  const spec = JSON.parse(readFileSync(join(folder, 'f.vl.json'), 'utf8'));
  assert.match(spec.$schema, /vega-lite\/v6/);
  assert.equal(await toSvg(spec), svg, 'the specification draws the same figure');
});

test('a figure that cannot be drawn leaves the old file', async () => {
  const path = join(folder, 'old.svg');
  writeFileSync(path, 'old');
  const broken = { $schema: '', mark: 'no such mark' } as unknown as Parameters<typeof renderPlot>[0];
  await assert.rejects(renderPlot(broken, [await resolvePlot(path)]));
  assert.equal(readFileSync(path, 'utf8'), 'old');
});
