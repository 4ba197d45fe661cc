import type { SeriesScale } from './series.ts';
import { panelTitle, seriesEncoding } from './theme.ts';
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
  /** An upright line with something to say. */
  rule?: { x: number; label: string };
  /** Labels of x = 0, 1, 2, ... in place of numbers. */
  ticks?: string[];
}

const WIDTH = 420;
const HEIGHT = 360;
/** Room on the x axis for a label that stands upright, in pixels. */
const TICK_WIDTH = 13;
/** In characters. */
const LONGEST_LABEL = 16;

/** Lines over x, with dots or error bands where asked for. */
export function linePanel(panel: LinePanel): PanelSpec {
  const { title, x, y, series, points, faint, dots, ticks, log, rule } = panel;
  const layer = [lineMark(series, faint ?? false)];
  if (dots) layer.push(dotMark(series));
  if (points.some((point) => point.low !== undefined)) layer.unshift(bandMark(series));
  if (rule) layer.push(...ruleMarks(rule));
  return {
    title: panelTitle(title),
    width: Math.max(WIDTH, TICK_WIDTH * (ticks?.length ?? 0)),
    height: HEIGHT,
    data: { values: points.map((point) => ({ ...point })) },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: x,
        scale: log?.x ? { type: 'log' } : { nice: false, zero: false },
        axis: ticks ? labelled(ticks) : log?.x ? { format: '~s' } : { format: 'd', tickMinStep: 1 },
      },
      y: { field: 'y', type: 'quantitative', title: y, scale: log?.y ? { type: 'log' } : {} },
    },
    layer,
  };
}

function lineMark(series: SeriesScale, faint: boolean): MarkSpec {
  const style = faint ? { strokeWidth: 1, opacity: 0.35 } : { strokeWidth: 1.8, opacity: 1 };
  return {
    mark: { type: 'line', strokeJoin: 'round', ...style },
    encoding: { detail: { field: 'text', type: 'nominal' }, ...seriesEncoding(series) },
  };
}

function dotMark(series: SeriesScale): MarkSpec {
  return {
    mark: { type: 'point', filled: true, size: 22, opacity: 1 },
    encoding: { color: seriesEncoding(series).color },
  };
}

function bandMark(series: SeriesScale): MarkSpec {
  return {
    transform: [{ filter: 'isValid(datum.low)' }],
    mark: { type: 'area', opacity: 0.2 },
    encoding: {
      y: { field: 'low', type: 'quantitative' },
      y2: { field: 'high' },
      color: seriesEncoding(series).color,
    },
  };
}

function ruleMarks({ x, label }: { x: number; label: string }): MarkSpec[] {
  const data = { values: [{ x }] };
  const at = { field: 'x', type: 'quantitative' } as const;
  return [
    {
      data,
      mark: { type: 'rule', strokeDash: [2, 3], color: '#8A8A8A' },
      encoding: { x: at, y: { value: 0 }, y2: { value: HEIGHT } },
    },
    {
      data,
      mark: { type: 'text', text: label, align: 'left', dx: 4, fontSize: 11, color: '#666666' },
      encoding: { x: at, y: { value: 8 } },
    },
  ];
}

function labelled(ticks: string[]) {
  const labels = ticks.map((tick) => [...tick]).map(cut);
  return {
    values: labels.map((_, position) => position),
    labelExpr: `${JSON.stringify(labels.map((label) => label.join('')))}[datum.value]`,
    labelAngle: -90,
    labelOverlap: false,
    labelLimit: 0,
  };
}

function cut(label: string[]): string[] {
  return label.length > LONGEST_LABEL ? [...label.slice(0, LONGEST_LABEL - 1), '…'] : label;
}
