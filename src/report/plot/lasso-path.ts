import type { Group } from './lasso-groups.ts';
import { type SeriesScale, seriesOf } from './series.ts';
import { panelTitle } from './theme.ts';
import type { PanelSpec } from './vega-lite.ts';

const SIZE = 300;
/** As many as there are colours; the others are grey. */
const MOST_NAMED = 8;
const GREY = '#C9C9C9';
const OTHERS = 'others';

/** Falling to the right, so that coefficients grow as one reads. */
const LAMBDA_AXIS = {
  field: 'x',
  type: 'quantitative',
  title: 'λ',
  scale: { type: 'log', reverse: true, nice: false },
  axis: { format: '~g', tickCount: 4 },
} as const;

interface PathPointDatum {
  x: number;
  y: number;
  token: string;
  position: number;
}

/** The coefficients of one target against λ: one line per token, named where it grows large. */
export function pathPanel({ rows }: Group, title: string): PanelSpec {
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
  return {
    title: panelTitle(title),
    width: SIZE,
    height: SIZE,
    data: {
      values: drawn.map((point) => ({ ...point, token: named.includes(point.token) ? point.token : OTHERS })),
    },
    mark: { type: 'line', strokeWidth: 1.6 },
    encoding: {
      x: LAMBDA_AXIS,
      y: { field: 'y', type: 'quantitative', title: 'Lasso coefficient' },
      detail: { field: 'position', type: 'ordinal' },
      color: {
        field: 'token',
        type: 'nominal',
        scale: { domain, range: [...colours, GREY] },
        legend: { title: 'token (position)', symbolType: 'stroke', labelLimit: 0 },
      },
    },
  };
}

/** How many tokens Lasso picks at each λ, one faint line per target. */
export function pathCounts(groups: readonly Group[], series: SeriesScale): PanelSpec {
  const points = groups.flatMap((group, target) => {
    const picks = new Map<number, number>();
    for (const { lambda, isLassoPick } of group.rows)
      if (lambda !== null) picks.set(lambda, (picks.get(lambda) ?? 0) + Number(isLassoPick));
    return [...picks].map(([x, y]) => ({ series: group.series, target, x, y }));
  });
  const { names, colours } = series;
  const legend =
    names.length > 1 ? { title: series.title, labelLimit: 0, symbolType: 'stroke', symbolOpacity: 1 } : null;
  return {
    title: panelTitle('Picks of each target'),
    width: SIZE + SIZE / 2,
    height: SIZE,
    data: { values: points },
    mark: { type: 'line', strokeWidth: 1.2, opacity: 0.5, interpolate: 'step' },
    encoding: {
      x: LAMBDA_AXIS,
      y: { field: 'y', type: 'quantitative', title: 'Lasso picks (tokens)', axis: { tickMinStep: 1 } },
      detail: { field: 'target', type: 'nominal' },
      color: { field: 'series', type: 'nominal', scale: { domain: names, range: colours }, legend },
    },
  };
}
