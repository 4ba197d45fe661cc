import type { SeriesScale } from './series.ts';
import { panelTitle, seriesEncoding } from './theme.ts';
import type { MarkSpec, PanelSpec } from './vega-lite.ts';

/** A model as a point of a line; `series` gives it its colour. */
export interface FitPoint {
  line: string;
  series: string;
  /** Parameters of the model. */
  x: number;
  y: number;
}

/** What tells a line and its points apart where colours say something else. */
export interface FitLine {
  name: string;
  dash: number[];
  mark: 'filled' | 'hollow' | 'diamond';
}

/** Models against their size, both axes logarithmic, with the power law through each line's points. */
export interface FitPanel {
  title: string;
  /** Titles of the axes. */
  x: string;
  y: string;
  points: FitPoint[];
  lines: FitLine[];
  /** Colours of the points. */
  series: SeriesScale;
  /** The lines have the colours of their points, and one legend names both; otherwise they are drawn in ink. */
  colouredLines?: boolean;
  /** Linear heights, whose points are joined: for quantities that follow no power law. */
  joined?: boolean;
}

const [WIDTH, HEIGHT] = [420, 360];
const INK = '#555555';
/** Between the outermost points and the axes, in pixels. */
const PADDING = 16;

/** Models against their size; the axis of sizes is logarithmic. */
export function fitPanel(panel: FitPanel): PanelSpec {
  const { title, x, y, points, lines, joined } = panel;
  return {
    title: panelTitle(title),
    width: WIDTH,
    height: HEIGHT,
    data: { values: points.map((point) => ({ ...point })) },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: x,
        scale: { type: 'log', nice: false, padding: PADDING },
        // SI says 1G where models say 1B
        axis: { values: roundSizes(points), labelExpr: "replace(format(datum.value, '~s'), 'G', 'B')" },
      },
      y: {
        field: 'y',
        type: 'quantitative',
        title: y,
        scale: joined ? {} : { type: 'log', nice: false, padding: PADDING },
      },
    },
    layer: [lineMark(panel), ...lines.map((line) => pointMark(panel, line))],
  };
}

/** 1 and 3 times the powers of ten, over the sizes at hand. */
function roundSizes(points: readonly FitPoint[]): number[] {
  const exponents = points.map(({ x }) => Math.floor(Math.log10(x)));
  const first = exponents.reduce((a, b) => Math.min(a, b));
  const last = exponents.reduce((a, b) => Math.max(a, b));
  return Array.from({ length: last - first + 2 }, (_, i) => first + i).flatMap((k) => [10 ** k, 3 * 10 ** k]);
}

/** Vega's `pow` is least squares on the logarithms, as the summary's fit is. */
function lineMark({ lines, series, colouredLines, joined }: FitPanel): MarkSpec {
  const encoded = colouredLines ? seriesEncoding(series) : { strokeDash: dashes(lines) };
  return {
    ...(joined ? {} : { transform: [powerLaw(colouredLines ? 'series' : 'line')] }),
    mark: { type: 'line', strokeWidth: 1.5, ...(colouredLines ? {} : { color: INK }) },
    encoding: encoded,
  };
}

function powerLaw(group: 'series' | 'line') {
  return { regression: 'y', on: 'x', method: 'pow' as const, groupby: [group] };
}

function dashes(lines: readonly FitLine[]) {
  return {
    field: 'line',
    type: 'nominal',
    title: null,
    scale: { domain: lines.map(({ name }) => name), range: lines.map(({ dash }) => dash) },
    legend: {
      symbolType: 'stroke',
      symbolSize: 600,
      symbolStrokeColor: INK,
      labelLimit: 0,
      labelFontSize: 12,
    },
  } as const;
}

function pointMark({ series }: FitPanel, { name, mark }: FitLine): MarkSpec {
  const hollow = mark !== 'filled';
  return {
    transform: [{ filter: { field: 'line', equal: name } }],
    mark: {
      type: 'point',
      shape: mark === 'diamond' ? 'diamond' : 'circle',
      filled: !hollow,
      fill: hollow ? 'white' : undefined,
      size: mark === 'diamond' ? 30 : 60,
      opacity: 1,
    },
    encoding: { color: seriesEncoding(series).color },
  };
}
