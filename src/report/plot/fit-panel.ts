import { legendAbove } from './legend.ts';
import { logTicks } from './log-ticks.ts';
import type { SeriesScale } from './series.ts';
import { type Frame, type Panel, seriesEncoding } from './theme.ts';
import type { MarkSpec, PanelSpec } from './vega-lite.ts';

/** A model as a point of a line; `series` gives it its colour. */
export interface FitPoint {
  line: string;
  series: string;
  /** Parameters of the model. */
  x: number;
  y: number;
  /** Ends of the interval of `y`, where it has one. */
  low?: number | null;
  high?: number | null;
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
  /** What the names of the lines say of them. */
  said?: string;
  /** Colours of the points. */
  series: SeriesScale;
  /** The lines have the colours of their points, and one legend names both; otherwise they are drawn in ink. */
  colouredLines?: boolean;
  /** Linear heights, whose points are joined: for quantities that follow no power law. */
  joined?: boolean;
}

/** Of a panel's width. */
const HEIGHT = 0.85;
const GREY = '#555555';
/** Between the outermost points and the axes, in pixels. */
const PADDING = 16;

/** Models against their size; the axis of sizes is logarithmic. */
export function fitPanel(panel: FitPanel): Panel {
  return { title: panel.title, draw: (frame) => drawn(panel, frame) };
}

function drawn(panel: FitPanel, frame: Frame): PanelSpec {
  const { x, y, points, lines, joined } = panel;
  const heights = points.flatMap((point) => [point.y, point.low ?? point.y, point.high ?? point.y]);
  return {
    width: frame.width,
    height: Math.round(HEIGHT * frame.width),
    data: { values: points.map((point) => ({ ...point })) },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: x,
        scale: { type: 'log', nice: false, padding: PADDING },
        // SI says 1G where models say 1B
        axis: {
          values: logTicks(points.map((point) => point.x)),
          labelExpr: "replace(format(datum.value, '~s'), 'G', 'B')",
        },
      },
      y: {
        field: 'y',
        type: 'quantitative',
        title: y,
        ...(joined
          ? {}
          : {
              scale: { type: 'log', nice: false, padding: PADDING },
              axis: { values: logTicks(heights), format: '~g' },
            }),
      },
    },
    layer: [
      lineMark(panel, frame),
      ...(points.some(({ low }) => (low ?? null) !== null) ? [intervalMark(panel, frame)] : []),
      ...lines.map((line) => pointMark(panel, line, frame)),
    ],
  };
}

/** Vega's `pow` is least squares on the logarithms, as the summary's fit is. */
function lineMark({ lines, said, series, colouredLines, joined }: FitPanel, { figure }: Frame): MarkSpec {
  const encoded = colouredLines
    ? seriesEncoding(series, figure)
    : { strokeDash: dashes(lines, said ?? null, figure) };
  return {
    ...(joined ? {} : { transform: [powerLaw(colouredLines ? 'series' : 'line')] }),
    mark: { type: 'line', strokeWidth: 1.5, ...(colouredLines ? {} : { color: GREY }) },
    encoding: encoded,
  };
}

function powerLaw(group: 'series' | 'line') {
  return { regression: 'y', on: 'x', method: 'pow' as const, groupby: [group] };
}

function dashes(lines: readonly FitLine[], title: string | null, width: number) {
  const names = lines.map(({ name }) => name);
  return {
    field: 'line',
    type: 'nominal',
    scale: { domain: names, range: lines.map(({ dash }) => dash) },
    legend: {
      ...legendAbove(title, names, width),
      symbolType: 'stroke',
      symbolSize: 600,
      rowPadding: 0,
      symbolStrokeColor: GREY,
    },
  } as const;
}

function intervalMark({ series }: FitPanel, { figure }: Frame): MarkSpec {
  return {
    transform: [{ filter: 'isValid(datum.low)' }],
    mark: { type: 'rule', strokeWidth: 1.5 },
    encoding: {
      y: { field: 'low', type: 'quantitative' },
      y2: { field: 'high' },
      color: seriesEncoding(series, figure).color,
    },
  };
}

function pointMark({ series }: FitPanel, { name, mark }: FitLine, { figure }: Frame): MarkSpec {
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
    encoding: { color: seriesEncoding(series, figure).color },
  };
}
