import { legendAbove } from '../../report/plot/legend.ts';
import { logTicks } from '../../report/plot/log-ticks.ts';
import { type SeriesScale, seriesOf } from '../../report/plot/series.ts';
import { INK, type Panel } from '../../report/plot/theme.ts';
import type { MarkSpec } from '../../report/plot/vega-lite.ts';
import type { Group } from './figure-groups.ts';

/** Of a panel's width. */
const HEIGHT = 0.85;
/** As many as there are colours; the others are grey. */
const MOST_NAMED = 8;
const GREY = '#C9C9C9';
const OTHERS = 'others';

/** Falling to the right, so that coefficients grow as one reads. */
function lambdaAxis(points: readonly { x: number }[]) {
  return {
    field: 'x',
    type: 'quantitative',
    title: 'λ',
    scale: { type: 'log', reverse: true, nice: false },
    axis: { format: '~g', values: logTicks(points.map(({ x }) => x)) },
  } as const;
}

interface PathPointDatum {
  x: number;
  y: number;
  token: string;
  position: number;
}

/** The coefficients of one target against λ: one line per token, named where it grows large. */
export function pathPanel({ rows }: Group, title: string): Panel {
  const reach = new Map<string, number>();
  const points: PathPointDatum[] = [];
  for (const { token, position, coefficient, lambda } of rows) {
    if (coefficient === null || lambda === null) continue;
    const name = `${token} (${position})`;
    points.push({ x: lambda, y: coefficient, token: name, position });
    reach.set(name, Math.max(reach.get(name) ?? 0, Math.abs(coefficient)));
  }
  const named = [...reach.keys()].sort((a, b) => reach.get(b)! - reach.get(a)!).slice(0, MOST_NAMED);
  const drawn = points.filter(({ token }) => reach.get(token)! > 0);
  const { colours } = seriesOf(named.map((model) => ({ model })));
  const domain = [...named, OTHERS];
  const values = drawn.map((point) => ({
    ...point,
    token: named.includes(point.token) ? point.token : OTHERS,
  }));
  const draw: Panel['draw'] = ({ width }) => ({
    width,
    height: Math.round(HEIGHT * width),
    data: { values },
    encoding: {
      x: lambdaAxis(points),
      y: { field: 'y', type: 'quantitative', title: 'Lasso coefficient' },
    },
    layer: [
      ZERO,
      {
        mark: { type: 'line', strokeWidth: 1.6 },
        encoding: {
          detail: { field: 'position', type: 'ordinal' },
          color: {
            field: 'token',
            type: 'nominal',
            scale: { domain, range: [...colours, GREY] },
            legend: {
              ...legendAbove('token (position)', domain, width),
              orient: 'bottom',
              symbolType: 'stroke',
            },
          },
        },
      },
    ],
  });
  return { title, draw };
}

const ZERO: MarkSpec = {
  data: { values: [{}] },
  mark: { type: 'rule', color: INK },
  encoding: { x: { value: 0 }, x2: { value: 'width' }, y: { datum: 0 } },
};

/** How many tokens Lasso picks at each λ, one faint line per target. */
export function pathCounts(groups: readonly Group[], series: SeriesScale): Panel {
  const points = groups.flatMap((group, target) => {
    const picks = new Map<number, number>();
    for (const { lambda, isLassoPick } of group.rows)
      if (lambda !== null) picks.set(lambda, (picks.get(lambda) ?? 0) + Number(isLassoPick));
    return [...picks].map(([x, y]) => ({ series: group.series, target, x, y }));
  });
  const { names, colours, title } = series;
  const draw: Panel['draw'] = ({ width, figure }) => ({
    width,
    height: Math.round(HEIGHT * width),
    data: { values: points },
    mark: { type: 'line', strokeWidth: 1.2, opacity: 0.5, interpolate: 'step' },
    encoding: {
      x: lambdaAxis(points),
      y: { field: 'y', type: 'quantitative', title: 'Lasso picks (tokens)', axis: { tickMinStep: 1 } },
      detail: { field: 'target', type: 'nominal' },
      color: {
        field: 'series',
        type: 'nominal',
        scale: { domain: names, range: colours },
        legend:
          names.length > 1
            ? { ...legendAbove(title, names, figure), symbolType: 'stroke', symbolOpacity: 1 }
            : null,
      },
    },
  });
  return { title: 'Picks of each target', draw };
}
