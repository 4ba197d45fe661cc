import { FEWEST_POINTS } from '../../metrics/umap.ts';
import type { Page } from '../../report/plot/page.ts';
import { scatterPanel } from '../../report/plot/scatter-panel.ts';
import { seriesOf } from '../../report/plot/series.ts';
import type { Spec } from '../../report/plot/spec.ts';
import { line } from '../../report/plot/subtitle.ts';
import { figure, type Panel } from '../../report/plot/theme.ts';
import type { Cell, Result, Row } from '../../report/result.ts';
import { distanceHeatmap, distancesOf } from './figure-heatmap.ts';
import { distanceSubtitle } from './subtitle.ts';

const NAMES: Record<string, string> = {
  js: 'JS',
  logdet: 'Logdet',
  riemann: 'Riemannian',
  logeuclidean: 'Log-Euclidean',
  frobenius: 'Frobenius',
};

/** One metric of one model (and revision, weights and layer). */
interface Measured {
  [key: string]: Cell;
  metric: string;
}

/** The same as the summary has it. */
type Summarised = Measured & {
  separation: { context: { silhouette: number | null } } | null;
  umap: { context: string | null; label: string | null; x: number; y: number }[] | null;
};

/**
 * Figures 5 and 6 of the paper: the UMAP of the texts by each distance, coloured by context, as the summary has it. Where
 * there is no layout (a CSV, or fewer than four texts), the distances themselves as a heatmap. Several models (or
 * revisions, weights, layers) with several metrics have a row each.
 * @param result rows, meta and, where it is there, summary of `distance`
 */
export function distanceFigure(result: Result, page?: Page): Spec {
  const summarised = ((result.summary.distances ?? []) as unknown as Summarised[]).filter(({ umap }) => umap);
  const layouts = summarised.length > 0;
  const groups = layouts ? new Map<string, Row[]>() : grouped(result.rows);
  const measured = layouts ? summarised : Array.from(groups.values(), ([first]) => first as Measured);
  const series = seriesOf(measured);
  const metrics = [...new Set(measured.map(({ metric }) => metric))];
  const panels = measured.map((one) => {
    const title = `${NAMES[one.metric] ?? one.metric} distance`;
    const run = series.names.length > 1 ? series.nameOf(one) : '';
    if (layouts) return layoutPanel(one as Summarised, title, run);
    return distanceHeatmap(distancesOf(groups.get(keyOf(one))!), title, run);
  });
  return figure(
    {
      title: 'Distances between sentences',
      subtitle: distanceSubtitle(result, layouts),
      panels,
      inRow: metrics.length,
      ownColours: !layouts,
    },
    page,
  );
}

/** What only the summary can draw of these rows: the UMAP, which four texts or more have. */
export function distanceOfSummary({ rows }: Pick<Result, 'rows'>): string | null {
  const texts = new Set(rows.flatMap(({ a, b }) => [a, b ?? a]));
  return texts.size < FEWEST_POINTS ? null : 'the UMAP of the texts';
}

function layoutPanel({ umap, separation }: Summarised, title: string, run: string): Panel {
  const silhouette = separation?.context.silhouette ?? null;
  const words = silhouette === null ? '' : `silhouette of the distances ${silhouette.toFixed(2)}`;
  return scatterPanel({
    title,
    subtitle: line([run, words]),
    x: 'UMAP 1',
    y: 'UMAP 2',
    points: umap!.map(({ x, y, context, label }) => ({ x, y, group: context, label })),
  });
}

/** The rows of each metric of each model. */
function grouped(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

function keyOf(row: Row): string {
  return JSON.stringify(['model', 'revision', 'weights', 'layer', 'metric'].map((key) => row[key] ?? null));
}
