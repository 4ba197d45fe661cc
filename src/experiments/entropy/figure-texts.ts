import { type SeriesScale, seriesOf } from '../../report/plot/series.ts';
import { type Frame, type Panel, pointStyle, seriesEncoding } from '../../report/plot/theme.ts';
import type { MarkSpec, PanelSpec } from '../../report/plot/vega-lite.ts';
import type { Row } from '../../report/result.ts';

/** Of a panel's width. */
const HEIGHT = 0.85;
/** Points have no dash to tell the variants of a model apart by. */
const SHAPES = ['circle', 'triangle-up', 'square', 'diamond', 'cross', 'triangle-down'];

/** What is drawn of each text. */
interface Height {
  column: 'entropy_normalized' | 'effective_rank';
  title: string;
  y: string;
}

const ENTROPY: Height = { column: 'entropy_normalized', title: 'Entropy, Def 3.1', y: 'normalised entropy' };
const RANK: Height = { column: 'effective_rank', title: 'Effective rank', y: 'effective rank' };

/** Each text as a point: entropy below its ceiling, and effective rank, against the number of tokens. */
export function textPanels(rows: readonly Row[]): Panel[] {
  const series = seriesOf(rows);
  return [ENTROPY, RANK].map((height) => ({
    title: height.title,
    draw: (frame) => drawn(rows, height, series, frame),
  }));
}

function drawn(rows: readonly Row[], { column, y }: Height, series: SeriesScale, frame: Frame): PanelSpec {
  const { width } = frame;
  const height = Math.round(HEIGHT * width);
  const defined = rows.filter((row) => row[column] !== null);
  const colour = colourOf(series, frame);
  const points = pointMark(series, colour, defined.length);
  return {
    width,
    height,
    data: {
      values: defined.map((row) => ({ series: series.nameOf(row), x: row.tokens, y: row[column] })),
    },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: 'length (tokens)',
        scale: { zero: false, nice: false, padding: 8 },
        axis: { format: 'd', tickMinStep: 1 },
      },
      y: { field: 'y', type: 'quantitative', title: y, scale: { zero: false, nice: false, padding: 8 } },
    },
    layer:
      column === ENTROPY.column
        ? [ceilingMark(rows, series, colour, width), points]
        : [points, ...(defined.length === 0 ? [undefinedMark(width, height)] : [])],
  };
}

/** Says why a panel is empty. */
function undefinedMark(width: number, height: number): MarkSpec {
  return {
    data: { values: [{}] },
    mark: {
      type: 'text',
      text: ['undefined: the states do', 'not vary over the tokens'],
      fontSize: 12,
      color: '#666666',
    },
    encoding: { x: { value: width / 2 }, y: { value: height / 2 } },
  };
}

type Colour = ReturnType<typeof colourOf>;

function pointMark(series: SeriesScale, color: Colour, count: number): MarkSpec {
  const shape = { ...color, scale: { domain: series.names, range: shapesOf(series) } };
  return { mark: { type: 'point', filled: true, ...pointStyle(count, 28) }, encoding: { color, shape } };
}

/** With the legend of the shapes. */
function colourOf(series: SeriesScale, { figure }: Frame) {
  const { color } = seriesEncoding(series, figure);
  if (color.legend === null) return color;
  const { symbolType, symbolFillColor, ...legend } = color.legend;
  return { ...color, legend: { ...legend, symbolSize: 60 } };
}

/** One shape for each dash pattern of the series. */
function shapesOf({ dashes }: SeriesScale): string[] {
  const patterns = [...new Set(dashes.map(String))];
  return dashes.map((dash) => SHAPES[patterns.indexOf(String(dash)) % SHAPES.length]);
}

/** What n tokens can reach at most in d dimensions: the same for models of one width, but drawn in their colours. */
function ceilingMark(rows: readonly Row[], series: SeriesScale, color: Colour, width: number): MarkSpec {
  const style = { strokeWidth: 1, strokeDash: [3, 3], opacity: 0.8 };
  // one length makes no line: its ceiling is drawn from side to side
  const isOneLength = new Set(rows.map(({ tokens }) => tokens)).size === 1;
  const across = { x: { value: 0 }, x2: { value: width } };
  return {
    data: {
      values: rows.map((row) => ({ series: series.nameOf(row), x: row.tokens, y: row.entropy_ceiling })),
    },
    mark: { ...style, type: isOneLength ? 'rule' : 'line' },
    encoding: { ...(isOneLength ? across : {}), color },
  };
}
