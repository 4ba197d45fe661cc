import type { Row } from '../result.ts';
import { type SeriesScale, seriesOf } from './series.ts';
import { panelTitle, seriesEncoding } from './theme.ts';
import type { MarkSpec, PanelSpec } from './vega-lite.ts';

const [WIDTH, HEIGHT] = [420, 360];
/** Points have no dash to tell the variants of a model apart by. */
const SHAPES = ['circle', 'triangle-up', 'square', 'diamond', 'cross', 'triangle-down'];

/** Each text as a point: (a) entropy below its ceiling and (b) effective rank, against the number of tokens. */
export function textPanels(rows: readonly Row[]): PanelSpec[] {
  const series = seriesOf(rows);
  const entropy = panel('(a) Entropy, Def 3.1', 'normalised entropy', rows, 'entropy_normalized', series);
  return [
    { ...entropy, layer: [ceilingMark(rows, series), pointMark(series)] },
    panel('(b) Effective rank', 'effective rank', rows, 'effective_rank', series),
  ];
}

function panel(title: string, y: string, rows: readonly Row[], column: string, series: SeriesScale) {
  const defined = rows.filter((row) => row[column] !== null);
  return {
    title: panelTitle(title),
    width: WIDTH,
    height: HEIGHT,
    data: {
      values: defined.map((row) => ({ series: series.nameOf(row), x: row.tokens, y: row[column] })),
    },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative' as const,
        title: 'length (tokens)',
        scale: { zero: false, padding: 8 },
        axis: { format: 'd', tickMinStep: 1 },
      },
      y: { field: 'y', type: 'quantitative' as const, title: y, scale: { zero: false, padding: 8 } },
    },
    layer: [pointMark(series), ...(defined.length === 0 ? [undefinedMark()] : [])],
  };
}

/** Says why a panel is empty. */
function undefinedMark(): MarkSpec {
  return {
    data: { values: [{}] },
    mark: {
      type: 'text',
      text: 'undefined: the states do not vary over the tokens',
      fontSize: 12,
      color: '#666666',
    },
    encoding: { x: { value: WIDTH / 2 }, y: { value: HEIGHT / 2 } },
  };
}

function pointMark(series: SeriesScale): MarkSpec {
  const color = colourOf(series);
  const shape = { ...color, scale: { domain: series.names, range: shapesOf(series) } };
  return { mark: { type: 'point', filled: true, size: 28, opacity: 0.75 }, encoding: { color, shape } };
}

/** With the legend of the shapes. */
function colourOf(series: SeriesScale) {
  const { color } = seriesEncoding(series);
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
function ceilingMark(rows: readonly Row[], series: SeriesScale): MarkSpec {
  const style = { strokeWidth: 1, strokeDash: [3, 3], opacity: 0.8 };
  // one length makes no line: its ceiling is drawn from side to side
  const isOneLength = new Set(rows.map(({ tokens }) => tokens)).size === 1;
  const across = { x: { value: 0 }, x2: { value: WIDTH } };
  return {
    data: {
      values: rows.map((row) => ({ series: series.nameOf(row), x: row.tokens, y: row.entropy_ceiling })),
    },
    mark: { ...style, type: isOneLength ? 'rule' : 'line' },
    encoding: { ...(isOneLength ? across : {}), color: colourOf(series) },
  };
}
