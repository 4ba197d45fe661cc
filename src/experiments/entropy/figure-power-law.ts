import { type FitLine, type FitPoint, fitPanel } from '../../report/plot/fit-panel.ts';
import { seriesOf } from '../../report/plot/series.ts';
import type { Panel } from '../../report/plot/theme.ts';
import type { Json, Result } from '../../report/result.ts';

type Fit = Record<string, Json>;
type Height = 'eq1' | 'rank';
type FittedModel = { model: string; parameters: number; null_eq1: number } & Record<Height, number> &
  Partial<Record<`${Height}_${'low' | 'high'}`, number | null>>;

const NULL_LINE: Omit<FitLine, 'name'> = { dash: [2, 3], mark: 'diamond' };

/**
 * Fig 1 of the paper, measured: (a) eq. (1) at the rank of each model against its size, trained and untrained, beside
 * the null model that gives every model the rank of the narrowest; (b) the ranks themselves.
 * @param result with the `power_law` of its summary
 */
export function powerLawPanels({ summary, meta }: Result): Panel[] {
  const fits = summary.power_law as Fit[];
  const series = seriesOf(modelsOf(fits[0]).map(({ model }) => ({ model })));
  const nullName = `constant rank ${rounded(fits[0].null_rank)}: ${rounded(fits[0].null_slope)}`;
  const lines: FitLine[] = [...fits.map(lineOf), { name: nullName, ...NULL_LINE }];
  const pointsOf = (height: Height, constant: (model: FittedModel) => number): FitPoint[] => [
    ...fits.flatMap((fit) => modelsOf(fit).map((model) => pointOf(model, lineOf(fit).name, height))),
    ...modelsOf(fits[0]).map((model) => ({ ...placeOf(model, nullName), y: constant(model) })),
  ];
  const axis =
    (meta.options as Fit).parameters === 'non-embedding' ? 'non-embedding parameters' : 'parameters';
  const shared = { x: axis, lines, said: 'slope', series };
  return [
    fitPanel({
      ...shared,
      title: 'Normalised entropy',
      y: 'eq. (1) at the effective rank',
      points: pointsOf('eq1', (model) => model.null_eq1),
    }),
    fitPanel({
      ...shared,
      title: 'Effective rank',
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
  const interval = low === null ? '' : ` [${rounded(low)},\u00a0${rounded(high)}]`;
  const run = isUntrained
    ? 'untrained'
    : typeof revision === 'string' && revision !== 'main'
      ? revision
      : 'trained';
  return {
    name: `${run}: ${rounded(slope)}${interval}`,
    dash: isUntrained ? [7, 4] : [1, 0],
    mark: isUntrained ? 'hollow' : 'filled',
  };
}

function pointOf(model: FittedModel, line: string, height: Height): FitPoint {
  const [low, high] = [model[`${height}_low`], model[`${height}_high`]];
  return { ...placeOf(model, line), y: model[height], ...(low == null ? {} : { low, high }) };
}

function placeOf({ model, parameters }: FittedModel, line: string) {
  return { line, series: model, x: parameters };
}

function modelsOf(fit: Fit): FittedModel[] {
  return fit.points as FittedModel[];
}

function rounded(value: Json): string {
  return (value as number).toPrecision(3).replace('-', '−');
}
