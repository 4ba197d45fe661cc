import { linePanel, type Point } from '../../report/plot/line-panel.ts';
import { type SeriesScale, seriesOf } from '../../report/plot/series.ts';
import type { Panel } from '../../report/plot/theme.ts';
import type { Row } from '../../report/result.ts';

const HEIGHTS = [
  { column: 'entropy_normalized', title: 'Entropy, Def 3.1', y: 'normalised entropy, mean over texts' },
  { column: 'effective_rank', title: 'Effective rank', y: 'effective rank, mean over texts' },
];

/** Entropy and effective rank against the layer, by its number. */
export function layerPanels(rows: readonly Row[]): Panel[] {
  const placed = rows.map((row) => ({ row: { ...row, layer: null }, x: row.layer as number }));
  return meanPanels(placed, 'layer');
}

/** Entropy and effective rank against the revision, in the order in which they were run. */
export function revisionPanels(rows: readonly Row[]): Panel[] {
  const revisions = [...new Set(rows.map((row) => String(row.revision ?? 'untrained')))];
  const placed = rows.map((row) => ({
    row: { ...row, revision: null },
    x: revisions.indexOf(String(row.revision ?? 'untrained')),
  }));
  return meanPanels(placed, 'revision', revisions);
}

function meanPanels(placed: { row: Row; x: number }[], x: string, labels?: string[]): Panel[] {
  const series = seriesOf(placed.map(({ row }) => row));
  return HEIGHTS.map(({ column, title, y }) => {
    const points = meanPoints(placed, column, series);
    const ticks = labels && { labels, first: 0, title: x };
    return linePanel({ title, x, y, series, points, dots: true, ticks });
  });
}

/** The mean of a column per line and place, over the texts where it is defined, within one standard error. */
function meanPoints(placed: { row: Row; x: number }[], column: string, series: SeriesScale): Point[] {
  const places = new Map<string, { series: string; x: number; values: number[] }>();
  for (const { row, x } of placed) {
    const value = row[column];
    if (typeof value !== 'number') continue;
    const name = series.nameOf(row);
    const key = JSON.stringify([name, x]);
    const place = places.get(key) ?? { series: name, x, values: [] };
    place.values.push(value);
    places.set(key, place);
  }
  return Array.from(places.values(), ({ values, ...place }) => ({ ...place, ...within(values) }));
}

function within(values: readonly number[]): Pick<Point, 'y' | 'low' | 'high'> {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { y: mean };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(squares / (n - 1) / n);
  return { y: mean, low: mean - error, high: mean + error };
}
