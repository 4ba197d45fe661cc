import type { Panel } from '../../report/plot/theme.ts';
import type { Result } from '../../report/result.ts';

/** More texts a side are drawn as blocks of texts, each the mean of its distances: no pixel would be left for one. */
const MOST_CELLS = 100;

/** A distance between two texts, by their indices. */
export interface TextDistance {
  a: number;
  b: number;
  distance: number;
}

/** The distances a < b that rows of one metric hold, in either form: a row per pair, or a row per text. */
export function distancesOf(rows: Result['rows']): TextDistance[] {
  return rows.flatMap((row) => {
    const a = row.a as number;
    if ('b' in row) return [{ a, b: row.b as number, distance: row.distance as number }];
    return Object.entries(row)
      .filter(([column, value]) => Number(column) > a && typeof value === 'number')
      .map(([column, value]) => ({ a, b: Number(column), distance: value as number }));
  });
}

/** All distances as a square of colours, a text a row and a column. */
export function distanceHeatmap(distances: readonly TextDistance[], title: string, subtitle = ''): Panel {
  const last = distances.reduce((most, { a, b }) => Math.max(most, a, b), 0);
  const block = Math.ceil((last + 1) / MOST_CELLS);
  const what = block > 1 ? `text, means over ${block} by ${block}` : 'text';
  const scale = { domain: [-0.5, last + 0.5], nice: false };
  const axis = { format: 'd', tickMinStep: 1, grid: false };
  const draw: Panel['draw'] = ({ width: size }) => ({
    width: size,
    height: size,
    data: { values: cells(distances, last + 1, block) },
    mark: { type: 'rect' },
    encoding: {
      x: { field: 'x', type: 'quantitative', title: what, scale, axis },
      x2: { field: 'x2' },
      y: { field: 'y', type: 'quantitative', title: what, scale: { ...scale, reverse: true }, axis },
      y2: { field: 'y2' },
      color: {
        field: 'distance',
        type: 'quantitative',
        scale: { scheme: 'viridis', domainMin: 0 },
        legend: { title: 'distance', orient: 'bottom', gradientLength: size, gradientThickness: 10 },
      },
    },
  });
  return { title, subtitle, draw };
}

/** Squares of `block` by `block` texts with the mean of their distances; a text's distance to itself is 0. */
function cells(distances: readonly TextDistance[], texts: number, block: number) {
  const sums = new Map<string, { x: number; y: number; sum: number; count: number }>();
  const add = (a: number, b: number, distance: number) => {
    const [x, y] = [Math.floor(a / block) * block, Math.floor(b / block) * block];
    const cell = sums.get(`${x},${y}`) ?? { x, y, sum: 0, count: 0 };
    sums.set(`${x},${y}`, cell);
    cell.sum += distance;
    cell.count++;
  };
  for (const { a, b, distance } of distances) {
    add(a, b, distance);
    add(b, a, distance);
  }
  for (const text of new Set(distances.flatMap(({ a, b }) => [a, b]))) add(text, text, 0);
  return [...sums.values()].map(({ x, y, sum, count }) => ({
    // a text is as wide as the distance between two ticks, and its own tick is in its middle
    x: x - 0.5,
    y: y - 0.5,
    x2: Math.min(x + block, texts) - 0.5,
    y2: Math.min(y + block, texts) - 0.5,
    distance: sum / count,
  }));
}
