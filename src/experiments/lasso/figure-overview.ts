import { legendAbove } from '../../report/plot/legend.ts';
import type { SeriesScale } from '../../report/plot/series.ts';
import { textWidth } from '../../report/plot/text-width.ts';
import type { Frame, Panel } from '../../report/plot/theme.ts';
import type { PanelSpec } from '../../report/plot/vega-lite.ts';
import type { Group } from './figure-groups.ts';

/** What one target's methods pick. */
interface Counts {
  series: string;
  lasso: number;
  attention: number;
  jaccard: number | null;
}

/** Targets of one series with the same two counts. */
interface Place {
  series: string;
  lasso: number;
  /** Moved aside from the count, for what lies on one place in several series. */
  attention: number;
  targets: number;
}

/** In pixels: of a series in (b), of its name at most, and beside that. */
const STEP = 40;
const LONGEST_NAME = 200;
const NAME_GAP = 12;
/** What the series of one place take up of the way to the next, which is 1. */
const SPREAD = 0.6;
/** Across the point of one target, in pixels. */
const [SMALLEST, LARGEST] = [4, 8];

/** Of all targets: how many tokens either method picks, and what share of them both do. */
export function lassoOverview(groups: readonly Group[], series: SeriesScale): Panel[] {
  const values = groups.map(counts);
  const longest = series.names.reduce((most, name) => Math.max(most, textWidth(name, 11)), 0);
  return [
    { title: 'Picks of each target', draw: (frame) => picks(values, series, frame) },
    {
      title: 'Share of the picks that both have',
      left: Math.min(longest, LONGEST_NAME) + NAME_GAP,
      draw: (frame) => shares(values, series, frame),
    },
  ];
}

/** Counts are whole: targets that share them are one larger point, and series stand beside each other. */
function picks(values: readonly Counts[], series: SeriesScale, { width, figure }: Frame): PanelSpec {
  const most = values.reduce((largest, { lasso, attention }) => Math.max(largest, lasso, attention), 1);
  const places = placesOf(values, series.names);
  const largest = places.reduce((many, { targets }) => Math.max(many, targets), 1);
  return {
    width,
    height: width,
    data: { values: places.map((place) => ({ ...place })) },
    encoding: {
      x: { field: 'attention', type: 'quantitative', title: 'attention picks (tokens)', axis: COUNTED },
      y: { field: 'lasso', type: 'quantitative', title: 'Lasso picks (tokens)', axis: COUNTED },
    },
    layer: [
      {
        data: { values: [0, most].map((end) => ({ lasso: end, attention: end })) },
        mark: { type: 'line', color: '#8A8A8A', strokeDash: [4, 3], strokeWidth: 1 },
      },
      {
        mark: { type: 'point', filled: true, opacity: 0.8 },
        encoding: {
          color: colourOf(series, figure),
          size: {
            field: 'targets',
            type: 'quantitative',
            scale: { domain: [0, largest], range: [0, sizeOf(largest, most, series.names.length, width)] },
            legend:
              largest === 1
                ? null
                : {
                    ...legendAbove('targets', ['00', '00'], figure),
                    columns: 5,
                    values: largest > 2 ? [1, Math.ceil(largest / 2), largest] : [1, 2],
                    format: 'd',
                    symbolFillColor: '#8A8A8A',
                    symbolStrokeWidth: 0,
                  },
          },
        },
      },
    ],
  };
}

const COUNTED = { tickMinStep: 1, format: 'd' } as const;

/** Of the point that most targets share, in square pixels: those of one beside each other overlap a little at most. */
function sizeOf(largest: number, most: number, series: number, width: number): number {
  const step = (SPREAD * width) / (most * series);
  return largest * Math.min(LARGEST, Math.max(SMALLEST, 1.6 * step)) ** 2;
}

function placesOf(values: readonly Counts[], names: readonly string[]): Place[] {
  const places = new Map<string, Place>();
  for (const { series, lasso, attention } of values) {
    const key = `${attention} ${lasso} ${series}`;
    const aside = ((names.indexOf(series) + 0.5) / names.length - 0.5) * SPREAD;
    const place = places.get(key) ?? { series, lasso, attention: attention + aside, targets: 0 };
    place.targets++;
    places.set(key, place);
  }
  return [...places.values()];
}

function shares(values: readonly Counts[], series: SeriesScale, { width, figure }: Frame): PanelSpec {
  return {
    width,
    height: { step: STEP },
    data: { values: values.filter(({ jaccard }) => jaccard !== null).map((one) => ({ ...one })) },
    encoding: {
      x: { field: 'jaccard', type: 'quantitative', title: 'Jaccard index', scale: { domain: [0, 1] } },
      y: {
        field: 'series',
        type: 'nominal',
        title: null,
        sort: series.names,
        axis: { labelLimit: LONGEST_NAME },
      },
      color: colourOf(series, figure),
    },
    layer: [
      { mark: { type: 'tick', thickness: 1.5, opacity: 0.4, bandSize: 18 } },
      {
        mark: { type: 'point', filled: true, size: 90, opacity: 1, shape: 'diamond' },
        encoding: { x: { aggregate: 'mean', field: 'jaccard' } },
      },
    ],
  };
}

function colourOf({ title, names, colours }: SeriesScale, width: number) {
  const symbols = { symbolType: 'circle', symbolSize: 80, symbolOpacity: 1 } as const;
  const legend = names.length > 1 ? { ...legendAbove(title, names, width), ...symbols } : null;
  return { field: 'series', type: 'nominal', scale: { domain: names, range: colours }, legend } as const;
}

function counts({ series, rows }: Group): Counts {
  let [lasso, attention, both] = [0, 0, 0];
  for (const { isLassoPick, isAttentionPick } of rows) {
    if (isLassoPick) lasso++;
    if (isAttentionPick) attention++;
    if (isLassoPick && isAttentionPick) both++;
  }
  const either = lasso + attention - both;
  return { series, lasso, attention, jaccard: either === 0 ? null : both / either };
}
