import { LABEL_SIZE, placeLabels } from './label-places.ts';
import { legendAbove } from './legend.ts';
import { type ScatterWindow, windowOf } from './scatter-window.ts';
import { seriesOf } from './series.ts';
import { type Frame, type Panel, pointStyle } from './theme.ts';
import type { MarkSpec, PanelSpec } from './vega-lite.ts';

/** A point in the plane; its group (context) decides colour and shape. */
export interface ScatterPoint {
  x: number;
  y: number;
  group: string | null;
  /** Stands beside the point where there are few points, and room. */
  label: string | null;
}

export interface ScatterPanel {
  title: string;
  /** A smaller line under the title. */
  subtitle?: string;
  /** Titles of the axes. */
  x: string;
  y: string;
  points: ScatterPoint[];
}

/** More labels than this are a grey cloud. */
const MOST_LABELS = 60;
const SHAPES = ['circle', 'triangle-up', 'square', 'diamond', 'cross', 'triangle-down', 'triangle-left'];
const NO_GROUP = 'no context';

/**
 * Points coloured and shaped by group, so that they are told apart in print and by colour-blind readers too. One unit
 * is as long on either axis, for distances are what such a view is read for.
 */
export function scatterPanel(panel: ScatterPanel): Panel {
  const { title, subtitle } = panel;
  return { title, subtitle, draw: (frame) => drawn(panel, frame) };
}

function drawn(panel: ScatterPanel, { width: size, figure }: Frame): PanelSpec {
  const { points } = panel;
  const window = windowOf(points, size, size);
  const axis = (channel: 'x' | 'y', from: number) => ({
    field: channel,
    type: 'quantitative' as const,
    title: panel[channel],
    scale: { domain: [from, from + size * window.unit], nice: false, zero: false },
    axis: { tickCount: 5, grid: false },
  });
  return {
    width: size,
    height: size,
    data: { values: points.map(({ x, y, group }) => ({ x, y, group: group ?? NO_GROUP })) },
    encoding: { x: axis('x', window.left), y: axis('y', window.bottom) },
    layer: [pointMark(points, figure), ...labelMarks(points, window, size)],
  };
}

/** One legend, none for one group. */
function pointMark(points: readonly ScatterPoint[], width: number): MarkSpec {
  // a group takes the colour that a model would: theirs are safe for colour-blind readers
  const { names, colours } = seriesOf(points.map(({ group }) => ({ model: group ?? NO_GROUP })));
  const legend =
    names.length > 1 ? { ...legendAbove('context', names, width), symbolSize: 80, symbolOpacity: 1 } : null;
  const shapes = names.map((_, i) => SHAPES[i % SHAPES.length]);
  return {
    mark: { type: 'point', filled: true, ...pointStyle(points.length) },
    encoding: {
      color: { field: 'group', type: 'nominal', scale: { domain: names, range: colours }, legend },
      shape: { field: 'group', type: 'nominal', scale: { domain: names, range: shapes }, legend },
    },
  };
}

function labelMarks(
  points: readonly ScatterPoint[],
  { unit, left, bottom }: ScatterWindow,
  size: number,
): MarkSpec[] {
  if (points.length > MOST_LABELS) return [];
  const pixels = points.map(({ x, y, label }) => ({
    x: (x - left) / unit,
    y: (y - bottom) / unit,
    label: label ?? '',
  }));
  const values = placeLabels(pixels, size, size).map(({ x, y, ...rest }) => ({
    x: left + x * unit,
    y: bottom + y * unit,
    ...rest,
  }));
  if (values.length === 0) return [];
  return [
    {
      data: { values },
      mark: {
        type: 'text',
        fontSize: LABEL_SIZE,
        align: { expr: 'datum.align' },
        baseline: 'middle',
        color: '#555555',
      },
      encoding: { text: { field: 'label', type: 'nominal' } },
    },
  ];
}
