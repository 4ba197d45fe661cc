import { type FitPoint, fitPanel } from '../../report/plot/fit-panel.ts';
import type { Page } from '../../report/plot/page.ts';
import { type SeriesScale, seriesOf } from '../../report/plot/series.ts';
import type { Spec } from '../../report/plot/spec.ts';
import { figure, type Panel } from '../../report/plot/theme.ts';
import type { Json, Result, Row } from '../../report/result.ts';

const FAMILIES: Record<string, string> = { pythia: 'Pythia', 'cerebras-gpt': 'Cerebras-GPT' };
const NULL_LINE = { name: 'constant rank', colour: '#8A8A8A', dash: [6, 3] };

/**
 * Fig 1 of the paper from the published entropies: one panel per family, one line per data set, and the null model, in
 * which all models have the same effective rank and only the width varies. Families without counts of parameters on
 * the axis are left out.
 * @param result rows and meta of `entropy --published`
 */
export function publishedEntropyFigure({ rows, meta }: Result, page?: Page): Spec {
  const known = rows.filter((row) => row.parameters !== null);
  const series = withNullLine(seriesOf(known.map((row) => ({ model: row.dataset }))));
  const families = [...new Set(known.map((row) => String(row.family)))];
  const { eps, parameters } = (meta.options ?? {}) as Record<string, Json>;
  const axis = `${parameters === 'non-embedding' ? 'non-embedding parameters' : 'parameters'}`;
  const subtitle = [
    `entropies of Wei et al. 2024 · eq. (1)${typeof eps === 'number' ? ` at ε = ${eps}` : ''} · lines: least squares on logarithms`,
    'dashed: every model has the effective rank 60, so that only its width varies',
  ];
  const panels = families.map((family) => familyPanel(known, family, axis, series));
  return figure({ title: 'Entropy and model size, published', subtitle, panels }, page);
}

function familyPanel(rows: readonly Row[], family: string, axis: string, series: SeriesScale): Panel {
  const ofFamily = rows.filter((row) => row.family === family);
  const measured = ofFamily.map((row) => pointOf(row, String(row.dataset), 'entropy_normalized'));
  const widths = ofFamily.filter((row) => row.dataset === ofFamily[0].dataset);
  const constant = widths.map((row) => pointOf(row, NULL_LINE.name, 'null_entropy_normalized'));
  return fitPanel({
    title: FAMILIES[family] ?? family,
    x: axis,
    y: 'normalised entropy, eq. (1)',
    points: [...measured, ...constant],
    lines: [
      { name: 'measured', dash: [1, 0], mark: 'filled' },
      { name: NULL_LINE.name, dash: NULL_LINE.dash, mark: 'diamond' },
    ],
    series,
    colouredLines: true,
  });
}

function pointOf(row: Row, series: string, column: string): FitPoint {
  const line = series === NULL_LINE.name ? series : 'measured';
  return { line, series, x: row.parameters as number, y: row[column] as number };
}

function withNullLine(series: SeriesScale): SeriesScale {
  return {
    ...series,
    title: 'data set',
    names: [...series.names, NULL_LINE.name],
    colours: [...series.colours, NULL_LINE.colour],
    dashes: [...series.names.map(() => [1, 0]), NULL_LINE.dash],
  };
}
