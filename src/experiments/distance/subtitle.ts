import { RIDGED_DISTANCES } from '../../metrics/sentence-distance.ts';
import { line, neighbours, runParts } from '../../report/plot/subtitle.ts';
import type { Cell, Json, Result, Row } from '../../report/result.ts';

/** What a figure of distances was made from: models, revisions and layers; then the options of the metrics and the view. */
export function distanceSubtitle({ rows, meta }: Result, layouts: boolean): string[] {
  const { gamma, ridge, neighbors, min_dist, seed } = (meta.options ?? {}) as Record<string, Json>;
  const metrics = new Set(rows.map(({ metric }) => String(metric)));
  const ridged = RIDGED_DISTANCES.some((metric) => metrics.has(metric));
  const said = (known: boolean, value: Json | undefined, phrase: (value: string) => string) =>
    known && typeof value === 'number' ? phrase(short(value)) : '';
  const texts = textsOf(rows);
  const options = [
    `${texts} texts`,
    said(metrics.has('js'), gamma, (value) => `γ = ${value}`),
    said(ridged, ridge, (value) => `δ = ${value}`),
    layouts ? 'UMAP of the distances' : '',
    layouts && typeof neighbors === 'number' ? neighbours(neighbors, texts) : '',
    said(layouts, min_dist, (value) => `min_dist ${value}`),
    said(layouts, seed, (value) => `seed ${value}`),
  ];
  return [line(runParts(rows)), line(options)];
}

/** How many texts the rows are about: one that is never `a` is `b`. */
function textsOf(rows: readonly Row[]): number {
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
