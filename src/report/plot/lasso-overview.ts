import type { Group } from './lasso-groups.ts';
import type { SeriesScale } from './series.ts';
import { panelTitle } from './theme.ts';
import type { PanelSpec } from './vega-lite.ts';

const SIZE = 360;

/** One point per target: how many tokens either method picks, and what share of them both do. */
export function lassoOverview(groups: readonly Group[], series: SeriesScale): PanelSpec[] {
  const values = groups.map(counts);
  const most = values.reduce((largest, { lasso, attention }) => Math.max(largest, lasso, attention), 1);
  // (b) names the series beside its colour
  const { names, colours } = series;
  const color = {
    field: 'series',
    type: 'nominal',
    scale: { domain: names, range: colours },
    legend: null,
  } as const;
  return [
    {
      title: panelTitle('(a) Picks of each target'),
      width: SIZE,
      height: SIZE,
      data: { values },
      encoding: {
        x: {
          field: 'attention',
          type: 'quantitative',
          title: 'attention picks (tokens)',
          axis: { tickMinStep: 1 },
        },
        y: { field: 'lasso', type: 'quantitative', title: 'Lasso picks (tokens)', axis: { tickMinStep: 1 } },
      },
      layer: [
        {
          data: { values: [0, most].map((end) => ({ lasso: end, attention: end })) },
          mark: { type: 'line', color: '#8A8A8A', strokeDash: [4, 3], strokeWidth: 1 },
        },
        { mark: { type: 'point', filled: true, size: 50, opacity: 0.55 }, encoding: { color } },
      ],
    },
    {
      title: panelTitle('(b) Share of the picks that both have'),
      width: SIZE,
      height: { step: 40 },
      data: { values: values.filter(({ jaccard }) => jaccard !== null) },
      encoding: {
        x: { field: 'jaccard', type: 'quantitative', title: 'Jaccard index', scale: { domain: [0, 1] } },
        y: { field: 'series', type: 'nominal', title: null, sort: names, axis: { labelLimit: 240 } },
        color,
      },
      layer: [
        { mark: { type: 'tick', thickness: 1.5, opacity: 0.4, bandSize: 18 } },
        {
          mark: { type: 'point', filled: true, size: 90, opacity: 1, shape: 'diamond' },
          encoding: { x: { aggregate: 'mean', field: 'jaccard' } },
        },
      ],
    },
  ];
}

function counts({ series, rows }: Group) {
  let [lasso, attention, both] = [0, 0, 0];
  for (const { isLassoPick, isAttentionPick } of rows) {
    if (isLassoPick) lasso++;
    if (isAttentionPick) attention++;
    if (isLassoPick && isAttentionPick) both++;
  }
  const either = lasso + attention - both;
  return { series, lasso, attention, jaccard: either === 0 ? null : both / either };
}
