import type { Cell, Json, Result, Row } from '../result.ts';
import { embedSubtitle } from './embed-subtitle.ts';
import { scatterPanel } from './scatter-panel.ts';
import { seriesOf } from './series.ts';
import { distinct, line } from './subtitle.ts';
import { figure } from './theme.ts';
import type { PanelSpec, Spec } from './vega-lite.ts';

type View = 'pca' | 'umap';

/** One panel of each row: which vectors, seen how. */
interface Wanted {
  view: View;
  kind: string;
}

const VIEWS: Record<View, { name: string; x: string; y: string }> = {
  pca: { name: 'PCA', x: 'first principal component', y: 'second principal component' },
  umap: { name: 'UMAP', x: 'UMAP 1', y: 'UMAP 2' },
};
/** Between panels, in pixels. */
const SPACING = 40;

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
export function embedFigure(result: Result): Spec {
  const { rows } = result;
  const series = seriesOf(rows);
  const wanted = wantedOf(rows);
  const panels = series.names.flatMap((name) => {
    const ofRun = rows.filter((row) => series.nameOf(row) === name);
    const run = series.names.length > 1 ? name : '';
    return wanted.map((panel, column) => viewPanel(panel, column, ofRun, run, result.summary));
  });
  return figure('Sentences as vectors', embedSubtitle(result), [
    { concat: panels, columns: wanted.length, spacing: SPACING },
  ]);
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
function viewPanel(
  wanted: Wanted,
  column: number,
  ofRun: readonly Row[],
  run: string,
  summary: Result['summary'],
): PanelSpec {
  const { kind } = wanted;
  const rows = ofRun.filter(({ vector }) => vector === kind);
  const view = rows.every((row) => (row[`${wanted.view}_1`] ?? null) === null) ? 'pca' : wanted.view;
  const { name, x, y } = VIEWS[view];
  const silhouette = rows.length > 0 ? silhouetteOf(summary, rows[0], view) : null;
  const words = silhouette === null ? '' : `silhouette ${silhouette.toFixed(2)}`;
  return scatterPanel({
    title: `(${String.fromCharCode(97 + column)}) ${name} of ${VECTORS[kind] ?? kind}`,
    subtitle: line([run, words]),
    x,
    y,
    points: rows.map((row) => ({
      x: row[`${view}_1`] as number,
      y: row[`${view}_2`] as number,
      group: textOrNull(row.context),
      label: textOrNull(row.label),
    })),
  });
}

function textOrNull(cell: Cell | undefined): string | null {
  return (cell ?? null) === null ? null : String(cell);
}

/** What only the summary can draw of these rows: silhouettes, where some texts have the context of others and some not. */
export function embedOfSummary({ rows }: Pick<Result, 'rows'>): string | null {
  const named = rows.filter((row) => textOrNull(row.context) !== null);
  const contexts = distinct(named, 'context');
  return contexts > 1 && contexts < distinct(named, 'text') ? 'the silhouette of each view' : null;
}

type Summarised = Row & { separation?: Record<View, { context: { silhouette: number | null } } | null> };

/** The silhouette of the contexts in a view, where the summary is there and has one. */
function silhouetteOf(summary: Result['summary'], row: Row, view: View): number | null {
  const embeddings = (summary.embeddings ?? []) as Json[] as Summarised[];
  const found = embeddings.find((one) =>
    ['model', 'revision', 'weights', 'layer', 'vector'].every(
      (key) => (one[key] ?? null) === (row[key] ?? null),
    ),
  );
  return found?.separation?.[view]?.context.silhouette ?? null;
}
