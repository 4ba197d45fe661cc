import { logTicks } from './log-ticks.ts';
import type { SeriesScale } from './series.ts';
import { type Frame, type Panel, seriesEncoding } from './theme.ts';
import type { MarkSpec, PanelSpec } from './vega-lite.ts';

/** A point of a line; `low` and `high` bound a band around it where `y` has an error. */
export interface Point {
  series: string;
  x: number;
  y: number;
  /** Which line of the series, where it has several. */
  text?: number;
  low?: number;
  high?: number;
}

/** An upright line with something to say. */
export interface Rule {
  x: number;
  label: string;
}

/** Labels of an axis for x = `first`, the next, and so on, with the title that it then has. */
export interface Ticks {
  labels: string[];
  first: number;
  title: string;
}

/** One line per series, or several faint ones. */
export interface LinePanel {
  title: string;
  /** Titles of the axes, with units. */
  x: string;
  y: string;
  series: SeriesScale;
  points: Point[];
  /** Thin and pale: for many lines in one series. */
  faint?: boolean;
  /** Logarithmic axes. */
  log?: { x?: boolean; y?: boolean };
  /** A dot on each point: for few points. */
  dots?: boolean;
  rule?: Rule;
  /** Those of the points that get a diamond. */
  marked?: Point[];
  /** Labels in place of numbers, where there is room. */
  ticks?: Ticks;
}

/** Of a panel's width. */
const HEIGHT = 0.85;
/** Room on the x axis for a label that stands upright, in pixels. */
const TICK_WIDTH = 12;
/** In characters. */
const LONGEST_LABEL = 16;

/** Lines over x, with dots or error bands where asked for. */
export function linePanel(panel: LinePanel): Panel {
  return { title: panel.title, draw: (frame) => drawn(panel, frame) };
}

function drawn(panel: LinePanel, { width, figure }: Frame): PanelSpec {
  const { x, y, series, points, faint, dots, log, rule, marked } = panel;
  const height = Math.round(HEIGHT * width);
  const ticks = panel.ticks && panel.ticks.labels.length * TICK_WIDTH <= width ? panel.ticks : undefined;
  const encoding = seriesEncoding(series, figure);
  const layer = [lineMark(encoding, faint ?? false)];
  if (dots) layer.push(dotMark(encoding));
  if (points.some((point) => point.low !== undefined)) layer.unshift(bandMark(encoding));
  if (rule) layer.push(...ruleMarks(rule, points, height));
  if (marked && marked.length > 0) layer.push(diamondMark(marked, encoding));
  return {
    width,
    height,
    data: { values: points.map((point) => ({ ...point })) },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: ticks?.title ?? x,
        scale: log?.x ? { type: 'log' } : { nice: false, zero: false },
        axis: ticks ? labelled(ticks) : xAxis(points, log?.x),
      },
      y: {
        field: 'y',
        type: 'quantitative',
        title: y,
        ...(log?.y
          ? { scale: { type: 'log' }, axis: { values: logTicks(points.map((point) => point.y)) } }
          : {}),
      },
    },
    layer,
  };
}

function xAxis(points: readonly Point[], isLog = false) {
  if (!isLog) return { format: 'd', tickMinStep: 1 };
  return { format: '~s', values: logTicks(points.map(({ x }) => x)) };
}

type Encoding = ReturnType<typeof seriesEncoding>;

function lineMark(encoding: Encoding, faint: boolean): MarkSpec {
  const style = faint ? { strokeWidth: 1, opacity: 0.35 } : { strokeWidth: 1.8, opacity: 1 };
  return {
    mark: { type: 'line', strokeJoin: 'round', ...style },
    encoding: { detail: { field: 'text', type: 'nominal' }, ...encoding },
  };
}

function dotMark({ color }: Encoding): MarkSpec {
  return { mark: { type: 'point', filled: true, size: 22, opacity: 1 }, encoding: { color } };
}

function diamondMark(values: Point[], { color }: Encoding): MarkSpec {
  return {
    data: { values: values.map((point) => ({ ...point })) },
    mark: { type: 'point', shape: 'diamond', fill: 'white', strokeWidth: 1.8, size: 90, opacity: 1 },
    encoding: { color },
  };
}

function bandMark({ color }: Encoding): MarkSpec {
  return {
    transform: [{ filter: 'isValid(datum.low)' }],
    mark: { type: 'area', opacity: 0.2 },
    encoding: { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' }, color },
  };
}

/** The label stands on the side where there is more room. */
function ruleMarks({ x, label }: Rule, points: readonly Point[], height: number): MarkSpec[] {
  const data = { values: [{ x }] };
  const at = { field: 'x', type: 'quantitative' } as const;
  const [low, high] = [Math.min, Math.max].map((end) =>
    points.reduce((most, point) => end(most, point.x), x),
  );
  const side =
    x - low > high - x ? ({ align: 'right', dx: -4 } as const) : ({ align: 'left', dx: 4 } as const);
  return [
    {
      data,
      mark: { type: 'rule', strokeDash: [2, 3], color: '#8A8A8A' },
      encoding: { x: at, y: { value: 0 }, y2: { value: height } },
    },
    {
      data,
      mark: { type: 'text', text: label, ...side, fontSize: 11, color: '#666666' },
      encoding: { x: at, y: { value: 8 } },
    },
  ];
}

function labelled({ labels, first }: Ticks) {
  const shown = labels.map((label) => cut([...label]).join(''));
  return {
    values: labels.map((_, i) => first + i),
    labelExpr: `${JSON.stringify(shown)}[datum.value - ${first}]`,
    labelAngle: -90,
    labelOverlap: false,
    labelLimit: 0,
    labelFontSize: 10,
  };
}

function cut(label: string[]): string[] {
  return label.length > LONGEST_LABEL ? [...label.slice(0, LONGEST_LABEL - 1), '…'] : label;
}
