import type { Page } from '../../report/plot/page.ts';
import type { Spec } from '../../report/plot/spec.ts';
import { distinct, line, runParts } from '../../report/plot/subtitle.ts';
import { figure, type Panel } from '../../report/plot/theme.ts';
import type { Json, Result, Row } from '../../report/result.ts';
import { layerPanels, revisionPanels } from './figure-means.ts';
import { powerLawPanels } from './figure-power-law.ts';
import { textPanels } from './figure-texts.ts';
import { LEAST_MODELS } from './fit.ts';

/**
 * Entropy of measured models. Against the layer where there are several; against the revision where there are
 * several; against size (Fig 1) where the summary has a power law, which a saved CSV has not; otherwise a point per text.
 * @param result rows, meta and summary of `entropy`
 */
export function entropyFigure(result: Result, page?: Page): Spec {
  const [title, panels, note] = drawn(result);
  return figure({ title, subtitle: [subtitle(result), `${texts(result.rows)}${note}`], panels }, page);
}

function drawn(result: Result): [title: string, panels: Panel[], note: string] {
  const { rows, summary } = result;
  const numbered = rows.filter((row) => typeof row.layer === 'number'); // last-raw has no place among the layers
  const trained = rows.filter((row) => row.weights !== 'untrained');
  if (variesInAModel(numbered, 'layer')) return ['Entropy by layer', layerPanels(numbered), errors(numbered)];
  if (variesInAModel(trained, 'revision'))
    return ['Entropy over training', revisionPanels(rows), errors(rows)];
  if (summary.power_law)
    return [
      'Entropy and model size, measured',
      powerLawPanels(result),
      ' · intervals: 95 % bootstrap over texts · diamonds: every model at the rank of the narrowest',
    ];
  return ['Entropy of texts', textPanels(rows), ', a point each · dashed: the ceiling of so many tokens'];
}

/** What only the summary can draw of these rows: the power law, over three models or more in one layer and revision. */
export function entropyOfSummary({ rows }: Pick<Result, 'rows'>): string | null {
  const numbered = rows.filter((row) => typeof row.layer === 'number');
  const trained = rows.filter((row) => row.weights !== 'untrained');
  if (variesInAModel(numbered, 'layer') || variesInAModel(trained, 'revision')) return null;
  const measured = rows.filter((row) => (row.entropy_normalized ?? null) !== null);
  return distinct(measured, 'model') < LEAST_MODELS ? null : 'the power law over model sizes';
}

function variesInAModel(rows: readonly Row[], column: string): boolean {
  const first = new Map(rows.map((row) => [row.model, row[column]]));
  return rows.some((row) => row[column] !== first.get(row.model));
}

function subtitle({ rows, meta }: Result): string {
  const { eps, center } = (meta.options ?? {}) as Record<string, Json>;
  return line([
    ...runParts(rows),
    typeof eps === 'number' ? `ε = ${eps}` : '',
    center === false ? 'not centred' : '',
  ]);
}

function texts(rows: readonly Row[]): string {
  const count = distinct(rows, 'text');
  return count === 1 ? 'one text' : `${count} texts`;
}

function errors(rows: readonly Row[]): string {
  return distinct(rows, 'text') > 1 ? ', bands: ± 1 standard error of the mean over them' : '';
}
