import type { Page } from '../../report/plot/page.ts';
import { scatterPanel } from '../../report/plot/scatter-panel.ts';
import { seriesOf } from '../../report/plot/series.ts';
import type { Spec } from '../../report/plot/spec.ts';
import { distinct, line } from '../../report/plot/subtitle.ts';
import { figure, type Panel } from '../../report/plot/theme.ts';
import type { Cell, Json, Result, Row } from '../../report/result.ts';
import { embedSubtitle } from './subtitle.ts';

type View = 'pca' | 'umap';

/** One panel of each row: which vectors, seen how. */
interface Wanted {
  view: View;
  kind: string;
}

const VIEWS: Record<View, { name: string; x: string; y: string }> = {
  pca: { name: 'PCA', x: 'component 1', y: 'component 2' },
  umap: { name: 'UMAP', x: 'UMAP 1', y: 'UMAP 2' },
};
const VECTORS: Record<string, string> = {
  mean: 'mean vectors',
  last: 'one vector, the last token',
  country: 'one vector, the country',
};

/**
 * Figure 4 of the paper: the UMAP of each kind of vector, those of one token first, then the PCA of mean vectors;
 * with one kind, its UMAP and its PCA. One row of panels per model (and revision, weights and layer where these vary).
 * @param result rows, meta and, where it is there, summary of `embed`
 */
export function embedFigure(result: Result, page?: Page): Spec {
  const { rows } = result;
  const series = seriesOf(rows);
  const wanted = wantedOf(rows);
  const panels = series.names.flatMap((name) => {
    const ofRun = rows.filter((row) => series.nameOf(row) === name);
    const run = series.names.length > 1 ? name : '';
    return wanted.map((panel) => viewPanel(panel, ofRun, run, result.summary));
  });
  const subtitle = embedSubtitle(result);
  return figure({ title: 'Sentences as vectors', subtitle, panels, inRow: wanted.length }, page);
}

/** UMAPs, the mean's last, then PCAs; no UMAP where no vectors have one. */
function wantedOf(rows: readonly Row[]): Wanted[] {
  const kinds = [...new Set(rows.map(({ vector }) => String(vector)))];
  const ordered = [...kinds.filter((kind) => kind !== 'mean'), ...kinds.filter((kind) => kind === 'mean')];
  const umaps = rows.some(({ umap_1 }) => (umap_1 ?? null) !== null) ? ordered : [];
  const pcas = kinds.includes('mean') ? ['mean'] : ordered;
  return [
    ...umaps.map((kind): Wanted => ({ view: 'umap', kind })),
    ...(umaps.length > 0 ? pcas : ordered).map((kind): Wanted => ({ view: 'pca', kind })),
  ];
}

/** The PCA in place of a UMAP that is not there, as where all vectors are equal. */
function viewPanel(wanted: Wanted, ofRun: readonly Row[], run: string, summary: Result['summary']): Panel {
  const { kind } = wanted;
  const rows = ofRun.filter(({ vector }) => vector === kind);
  const view = rows.every((row) => (row[`${wanted.view}_1`] ?? null) === null) ? 'pca' : wanted.view;
  const { name, x, y } = VIEWS[view];
  const found = rows.length > 0 ? summarised(summary, rows[0]) : undefined;
  const silhouette = found?.separation?.vectors?.context.silhouette ?? null;
  const words = silhouette === null ? '' : `silhouette of the vectors ${silhouette.toFixed(2)}`;
  const shares = view === 'pca' ? (found?.explained_variance_ratio ?? []) : [];
  return scatterPanel({
    title: `${name} of ${VECTORS[kind] ?? kind}`,
    subtitle: line([run, words]),
    x: withShare(x, shares[0]),
    y: withShare(y, shares[1]),
    points: rows.map((row) => ({
      x: row[`${view}_1`] as number,
      y: row[`${view}_2`] as number,
      group: textOrNull(row.context),
      label: textOrNull(row.label),
    })),
  });
}

/** Of an axis of the PCA: how much of the variance lies along it. */
function withShare(title: string, share: number | undefined): string {
  return share === undefined ? title : `${title} (${Math.round(100 * share)} % of variance)`;
}

function textOrNull(cell: Cell | undefined): string | null {
  return (cell ?? null) === null ? null : String(cell);
}

/** What only the summary can draw of these rows: shares of variance, and silhouettes where some texts share a context. */
export function embedOfSummary({ rows }: Pick<Result, 'rows'>): string {
  const named = rows.filter((row) => textOrNull(row.context) !== null);
  const contexts = distinct(named, 'context');
  const isGrouped = contexts > 1 && contexts < distinct(named, 'text');
  return isGrouped ? 'the share of variance and the silhouette of the vectors' : 'the share of variance';
}

type Summarised = Omit<Row, 'separation' | 'explained_variance_ratio'> & {
  explained_variance_ratio?: number[];
  separation?: { vectors?: { context: { silhouette: number | null } } | null };
};

/** What the summary, where it is there, says of the vectors of a row. */
function summarised(summary: Result['summary'], row: Row): Summarised | undefined {
  const embeddings = (summary.embeddings ?? []) as Json[] as Summarised[];
  return embeddings.find((one) =>
    ['model', 'revision', 'weights', 'layer', 'vector'].every(
      (key) => (one[key] ?? null) === (row[key] ?? null),
    ),
  );
}
