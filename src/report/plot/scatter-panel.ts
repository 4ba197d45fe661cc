import { LABEL_SIZE, placeLabels } from './label-places.ts';
import { type ScatterWindow, windowOf } from './scatter-window.ts';
import { seriesOf } from './series.ts';
import { panelTitle } from './theme.ts';
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
  /** In pixels. */
  width?: number;
  height?: number;
}

/** More labels than this are a grey cloud. */
const MOST_LABELS = 60;
const SIZE = 400;
const SHAPES = ['circle', 'triangle-up', 'square', 'diamond', 'cross', 'triangle-down', 'triangle-left'];
const NO_GROUP = 'no context';

/**
 * Points coloured and shaped by group, so that they are told apart in print and by colour-blind readers too. One unit
 * is as long on either axis, for distances are what such a view is read for.
 */
export function scatterPanel(panel: ScatterPanel): PanelSpec {
  const { title, subtitle, points, width = SIZE, height = SIZE } = panel;
  const window = windowOf(points, width, height);
  const axis = (channel: 'x' | 'y', from: number, length: number) => ({
    field: channel,
    type: 'quantitative' as const,
    title: panel[channel],
    scale: { domain: [from, from + length * window.unit], nice: false, zero: false },
    axis: { tickCount: 5, grid: false },
  });
  return {
    title: subtitle ? titleOver(title, subtitle) : panelTitle(title),
    width,
    height,
    data: { values: points.map(({ x, y, group }) => ({ x, y, group: group ?? NO_GROUP })) },
    encoding: { x: axis('x', window.left, width), y: axis('y', window.bottom, height) },
    layer: [pointMark(points), ...labelMarks(points, window, width, height)],
  };
}

/** As `panelTitle`, with a smaller second line. */
function titleOver(text: string, subtitle: string): PanelSpec['title'] {
  return {
    text,
    subtitle,
    anchor: 'start',
    fontSize: 13,
    fontWeight: 'normal',
    subtitleFontSize: 11,
    offset: 10,
  };
}

/** One legend, none for one group. */
function pointMark(points: readonly ScatterPoint[]): MarkSpec {
  // a group takes the colour that a model would: theirs are safe for colour-blind readers
  const { names, colours } = seriesOf(points.map(({ group }) => ({ model: group ?? NO_GROUP })));
  const legend = names.length > 1 ? { title: 'context', labelLimit: 240, symbolSize: 80 } : null;
  const shapes = names.map((_, i) => SHAPES[i % SHAPES.length]);
  return {
    mark: { type: 'point', filled: true, size: 50, opacity: 0.85 },
    encoding: {
      color: { field: 'group', type: 'nominal', scale: { domain: names, range: colours }, legend },
      shape: { field: 'group', type: 'nominal', scale: { domain: names, range: shapes }, legend },
    },
  };
}

function labelMarks(
  points: readonly ScatterPoint[],
  { unit, left, bottom }: ScatterWindow,
  width: number,
  height: number,
): MarkSpec[] {
  if (points.length > MOST_LABELS) return [];
  const pixels = points.map(({ x, y, label }) => ({
    x: (x - left) / unit,
    y: (y - bottom) / unit,
    label: label ?? '',
  }));
  const values = placeLabels(pixels, width, height).map(({ x, y, ...rest }) => ({
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
