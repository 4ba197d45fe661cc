import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distanceFigure } from '../src/experiments/distance/figure.ts';
import { distanceHeatmap, distancesOf } from '../src/experiments/distance/figure-heatmap.ts';
import type { Panel } from '../src/report/plot/theme.ts';
import { compileSpec, type PanelSpec } from '../src/report/plot/vega-lite.ts';
import type { Json, Result } from '../src/report/result.ts';

const META = { options: { gamma: 100, ridge: 1e-6, neighbors: 15, min_dist: 0.1, seed: 0 } };

function rowsOf(model: string, metric: string, texts: number): Result['rows'] {
  return Array.from({ length: texts * texts }, (_, i) => ({ a: Math.floor(i / texts), b: i % texts }))
    .filter(({ a, b }) => a < b)
    .map((pair) => ({ model, revision: 'main', layer: 2, metric, ...pair, distance: 1 }));
}

function resultOf(models: string[], metrics: string[], withLayouts: boolean): Result {
  const runs = models.flatMap((model) => metrics.map((metric) => ({ model, metric })));
  const umap = [0, 1, 2, 3].map((text) => ({ text, context: 'c', label: `l${text}`, x: text, y: -text }));
  const distances: Json[] = runs.map((run) => ({
    ...run,
    revision: 'main',
    layer: 2,
    separation: null,
    umap,
  }));
  return {
    meta: META,
    columns: [],
    rows: runs.flatMap(({ model, metric }) => rowsOf(model, metric, 4)),
    summary: withLayouts ? { distances } : {},
  };
}

interface Grid {
  columns: number;
  concat: PanelSpec[];
}

function gridOf(result: Result, width?: number): { grid: Grid; text: string } {
  const spec = distanceFigure(result, { width });
  compileSpec(spec);
  return { grid: spec as unknown as Grid, text: JSON.stringify(spec) };
}

for (const withLayouts of [true, false]) {
  const what = withLayouts ? 'layouts' : 'heatmaps';
  test(`${what}: a panel per metric, two beside each other, those of a model in succession`, () => {
    const one = gridOf(resultOf(['a'], ['js', 'riemann', 'frobenius'], withLayouts)).grid;
    assert.deepEqual([one.columns, one.concat.length], [2, 3]);
    const two = gridOf(resultOf(['a', 'b'], ['js', 'riemann', 'frobenius'], withLayouts)).grid;
    assert.deepEqual([two.columns, two.concat.length], [2, 6]);
    const wide = gridOf(resultOf(['a', 'b'], ['js', 'riemann', 'frobenius'], withLayouts), 1400).grid;
    assert.deepEqual(
      [wide.columns, wide.concat.length],
      [3, 6],
      'a row of them per model where there is room',
    );
    const { grid, text } = gridOf(resultOf(['a', 'b', 'c'], ['js'], withLayouts));
    assert.deepEqual([grid.columns, grid.concat.length], [2, 3]);
    assert.equal(text.includes('UMAP 1'), withLayouts);
  });
}

test('the subtitle says the texts and the options that belong to the metrics', () => {
  const subtitle = (metrics: string[]) => gridOf(resultOf(['a'], metrics, false)).text;
  assert.match(subtitle(['js']), /4 texts · γ = 100"/);
  assert.match(subtitle(['logdet']), /4 texts · δ = 1e-6"/);
  assert.match(subtitle(['frobenius']), /4 texts"/);
});

test('the subtitle says as many neighbours as the texts leave', () => {
  assert.match(gridOf(resultOf(['a'], ['js'], true)).text, /UMAP of the distances · 3 neighbours · /);
});

test('three texts have no layout: their distances are drawn', () => {
  const result = resultOf(['a'], ['js'], true);
  result.summary.distances = [{ ...(result.summary.distances as Record<string, Json>[])[0], umap: null }];
  assert.doesNotMatch(gridOf(result).text, /UMAP/);
});

test('rows of a square give the pairs of the other form', () => {
  const square = [
    { a: 0, '0': 0, '2': 5, '3': 6 },
    { a: 2, '0': 5, '2': 0, '3': 7 },
    { a: 3, '0': 6, '2': 7, '3': 0 },
  ];
  const expected = [
    { a: 0, b: 2, distance: 5 },
    { a: 0, b: 3, distance: 6 },
    { a: 2, b: 3, distance: 7 },
  ];
  assert.deepEqual(distancesOf(square), expected);
  assert.deepEqual(distancesOf(expected), expected);
});

test('a thousand texts are drawn as a hundred blocks a side, each the mean of its distances', () => {
  const panel: Panel = distanceHeatmap(distancesOf(rowsOf('a', 'js', 1000)), '');
  const drawn = panel.draw({ width: 400, figure: 400 }) as unknown as {
    data: { values: { x: number; y: number; distance: number }[] };
  };
  const { values } = drawn.data;
  assert.equal(values.length, 100 * 100);
  for (const { x, y, distance } of values) assert.equal(distance, x === y ? 0.9 : 1);
});
