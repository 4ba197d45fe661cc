import type { Row } from '../result.ts';
import { linePanel, type Point } from './line-panel.ts';
import { type SeriesScale, seriesOf } from './series.ts';
import type { PanelSpec } from './vega-lite.ts';

const HEIGHTS = [
  { column: 'entropy_normalized', title: '(a) Entropy, Def 3.1', y: 'normalised entropy, mean over texts' },
  { column: 'effective_rank', title: '(b) Effective rank', y: 'effective rank, mean over texts' },
];

/** Entropy and effective rank against the layer, by its number. */
export function layerPanels(rows: readonly Row[]): PanelSpec[] {
  const placed = rows.map((row) => ({ row: { ...row, layer: null }, x: row.layer as number }));
  return meanPanels(placed, 'layer');
}

/** Entropy and effective rank against the revision, in the order in which they were run. */
export function revisionPanels(rows: readonly Row[]): PanelSpec[] {
  const revisions = [...new Set(rows.map((row) => String(row.revision ?? 'untrained')))];
  const placed = rows.map((row) => ({
    row: { ...row, revision: null },
    x: revisions.indexOf(String(row.revision ?? 'untrained')),
  }));
  return meanPanels(placed, 'revision', revisions);
}

function meanPanels(placed: { row: Row; x: number }[], x: string, ticks?: string[]): PanelSpec[] {
  const series = seriesOf(placed.map(({ row }) => row));
  return HEIGHTS.map(({ column, title, y }) => {
    const points = meanPoints(placed, column, series);
    return linePanel({ title, x, y, series, points, dots: true, ticks });
  });
}

/** The mean of a column per line and place, over the texts where it is defined. */
function meanPoints(placed: { row: Row; x: number }[], column: string, series: SeriesScale): Point[] {
  const places = new Map<string, { point: Point; texts: number }>();
  for (const { row, x } of placed) {
    const value = row[column];
    if (typeof value !== 'number') continue;
    const name = series.nameOf(row);
    const key = JSON.stringify([name, x]);
    const place = places.get(key) ?? { point: { series: name, x, y: 0 }, texts: 0 };
    place.texts++;
    place.point.y += (value - place.point.y) / place.texts;
    places.set(key, place);
  }
  return [...places.values()].map(({ point }) => point);
}
