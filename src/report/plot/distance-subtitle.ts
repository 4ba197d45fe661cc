import type { Cell, Json, Result } from '../result.ts';
import { escapeControls } from '../visible.ts';

/** More names than this are counted. */
const MOST_NAMES = 4;
/** Metrics that have δ. */
const RIDGED = ['logdet', 'riemann', 'logeuclidean'];

/** What a figure of distances was made from: models, revisions and layers; then the options of the metrics and the view. */
export function distanceSubtitle({ rows, meta }: Result, layouts: boolean): string[] {
  const { gamma, ridge, neighbors, min_dist, seed } = (meta.options ?? {}) as Record<string, Json>;
  const metrics = new Set(rows.map(({ metric }) => String(metric)));
  const run = [named(rows, 'model'), named(rows, 'revision'), named(rows, 'layer')];
  const ridged = RIDGED.some((metric) => metrics.has(metric));
  const said = (known: boolean, value: Json | undefined, phrase: (value: string) => string) =>
    known && typeof value === 'number' ? phrase(short(value)) : '';
  const options = [
    `${textsOf(rows)} texts`,
    said(metrics.has('js'), gamma, (value) => `γ = ${value}`),
    said(ridged, ridge, (value) => `δ = ${value}`),
    layouts ? 'UMAP of the distances' : '',
    said(layouts, neighbors, (value) => `${value} neighbours`),
    said(layouts, min_dist, (value) => `min_dist ${value}`),
    said(layouts, seed, (value) => `seed ${value}`),
  ];
  return [run, options].map((parts) => parts.filter((part) => part !== '').join(' · '));
}

/** How many texts the rows are about: one that is never `a` is `b`. */
function textsOf(rows: readonly Record<string, Cell>[]): number {
  const texts = new Set<Cell>();
  for (const { a, b } of rows) {
    texts.add(a);
    if (b !== undefined) texts.add(b);
  }
  return texts.size;
}

function short(value: number): string {
  return value !== 0 && (value < 1e-3 || value >= 1e6) ? value.toExponential() : String(value);
}

/** The different values of a column, or how many they are; models need no name for what they are. */
function named(rows: readonly Record<string, Cell>[], column: string): string {
  const values = [...new Set(rows.map((row) => row[column] ?? null))].filter((value) => value !== null);
  if (values.length > MOST_NAMES) return `${values.length} ${column}s`;
  const names = values.map((value) => escapeControls(String(value))).join(', ');
  if (names === '' || column === 'model') return names;
  return `${column}${values.length > 1 ? 's' : ''} ${names}`;
}
