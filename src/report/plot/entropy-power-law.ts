import type { Json, Result } from '../result.ts';
import { type FitLine, type FitPoint, fitPanel } from './fit-panel.ts';
import { seriesOf } from './series.ts';
import type { PanelSpec } from './vega-lite.ts';

type Fit = Record<string, Json>;
type FittedModel = { model: string; parameters: number; rank: number; eq1: number; null_eq1: number };

const NULL_LINE: Omit<FitLine, 'name'> = { dash: [2, 3], mark: 'diamond' };

/**
 * Fig 1 of the paper, measured: (a) eq. (1) at the rank of each model against its size, trained and untrained, beside
 * the null model that gives every model the rank of the narrowest; (b) the ranks themselves.
 * @param result with the `power_law` of its summary
 */
export function powerLawPanels({ summary, meta }: Result): PanelSpec[] {
  const fits = summary.power_law as Fit[];
  const series = seriesOf(modelsOf(fits[0]).map(({ model }) => ({ model })));
  const nullName = `constant rank ${rounded(fits[0].null_rank)}, slope ${rounded(fits[0].null_slope)}`;
  const lines: FitLine[] = [...fits.map(lineOf), { name: nullName, ...NULL_LINE }];
  const pointsOf = (height: 'eq1' | 'rank', constant: (model: FittedModel) => number): FitPoint[] => [
    ...fits.flatMap((fit) => modelsOf(fit).map((model) => pointOf(model, lineOf(fit).name, model[height]))),
    ...modelsOf(fits[0]).map((model) => pointOf(model, nullName, constant(model))),
  ];
  const axis =
    (meta.options as Fit).parameters === 'non-embedding' ? 'non-embedding parameters' : 'parameters';
  const shared = { x: axis, lines, series };
  return [
    fitPanel({
      ...shared,
      title: '(a) Normalised entropy',
      y: 'eq. (1) at the effective rank',
      points: pointsOf('eq1', (model) => model.null_eq1),
    }),
    fitPanel({
      ...shared,
      title: '(b) Effective rank',
      y: 'effective rank',
      points: pointsOf('rank', () => fits[0].null_rank as number),
      joined: true,
    }),
  ];
}

/** Trained weights are drawn in full, untrained ones hollow and dashed. */
function lineOf(fit: Fit): FitLine {
  const { weights, revision, slope, low, high } = fit;
  const isUntrained = weights === 'untrained';
  const interval = low === null ? '' : ` [${rounded(low)}, ${rounded(high)}]`;
  const run = isUntrained
    ? 'untrained'
    : typeof revision === 'string' && revision !== 'main'
      ? revision
      : 'trained';
  return {
    name: `${run}, slope ${rounded(slope)}${interval}`,
    dash: isUntrained ? [7, 4] : [1, 0],
    mark: isUntrained ? 'hollow' : 'filled',
  };
}

function pointOf({ model, parameters }: FittedModel, line: string, y: number): FitPoint {
  return { line, series: model, x: parameters, y };
}

function modelsOf(fit: Fit): FittedModel[] {
  return fit.points as FittedModel[];
}

function rounded(value: Json): string {
  return (value as number).toPrecision(3).replace('-', '−');
}
