import { textWidth } from '../../report/plot/text-width.ts';
import { INK, type Panel } from '../../report/plot/theme.ts';
import type { PanelSpec } from '../../report/plot/vega-lite.ts';
import { ATTENTION_COLOUR, type Group, LASSO_COLOUR, type TokenRow } from './figure-groups.ts';

/** In pixels. */
const HEIGHT = 170;
/** So many picks are named, the largest first, where this much room is left between two names, in pixels. */
const MOST_NAMES = 12;
const NAME_WIDTH = 14;
const NAME_SIZE = 10;
const LONGEST_NAME = 90;
/** From the end of a bar to its name. */
const NAME_ABOVE = 3;

interface Bar {
  x: number;
  weight: number;
  isPick: boolean;
  token: string;
}

/** A long text: coefficients above, attention weights below, by position; picks are strong and the largest named. */
export function lassoPositions({ rows, position }: Group, title: string): Panel {
  const context = rows.filter(({ coefficient }) => coefficient !== null);
  const bars = (weight: (row: TokenRow) => number, isPick: (row: TokenRow) => boolean) =>
    context.map((row) => ({ x: row.position, weight: weight(row), isPick: isPick(row), token: row.token }));
  const lasso = bars(
    ({ coefficient }) => coefficient!,
    ({ isLassoPick }) => isLassoPick,
  );
  const attention = bars(
    ({ attention }) => attention,
    ({ isAttentionPick }) => isAttentionPick,
  );
  return {
    title,
    draw: ({ width }) => ({
      vconcat: [
        stems(lasso, position, 'Lasso coefficient', LASSO_COLOUR, width),
        stems(attention, position, 'attention weight', ATTENTION_COLOUR, width),
      ],
      spacing: 30,
    }),
  };
}

function stems(bars: Bar[], length: number, y: string, color: string, width: number): PanelSpec {
  const names = named(bars, length, width);
  return {
    width,
    height: HEIGHT,
    data: { values: bars.filter(({ weight }) => weight !== 0) },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: 'earlier token (position; pale: no pick)',
        scale: { domain: [-1, length], nice: false },
      },
      y: { field: 'weight', type: 'quantitative', title: y, scale: { domainMax: topOf(bars, names) } },
    },
    layer: [
      {
        data: { values: [{}] },
        mark: { type: 'rule', color: INK },
        encoding: { x: { value: 0 }, x2: { value: width }, y: { datum: 0 } },
      },
      {
        mark: { type: 'rule', color, strokeWidth: 1.5 },
        encoding: {
          y2: { datum: 0 },
          opacity: { condition: { test: 'datum.isPick', value: 1 }, value: 0.3 },
        },
      },
      {
        data: { values: names },
        mark: {
          type: 'text',
          angle: 270,
          align: 'left',
          dx: NAME_ABOVE,
          fontSize: NAME_SIZE,
          limit: LONGEST_NAME,
          color: '#333333',
        },
        encoding: { text: { field: 'token', type: 'nominal' } },
      },
    ],
  };
}

/** The least end of the axis under which all bars and the names above them stand. */
function topOf(bars: Bar[], names: Bar[]): number {
  const bottom = bars.reduce((least, { weight }) => Math.min(least, weight), 0);
  const ends = names.map(({ weight, token }) => {
    const name = NAME_ABOVE + Math.min(textWidth(token, NAME_SIZE), LONGEST_NAME);
    return bottom + ((weight - bottom) * HEIGHT) / (HEIGHT - name);
  });
  return [...ends, ...bars.map(({ weight }) => weight)].reduce((most, end) => Math.max(most, end), 0);
}

function named(bars: Bar[], length: number, width: number): Bar[] {
  const apart = (NAME_WIDTH * length) / width;
  const chosen: Bar[] = [];
  for (const bar of bars.filter(({ isPick }) => isPick).sort((a, b) => b.weight - a.weight))
    if (chosen.length < MOST_NAMES && chosen.every(({ x }) => Math.abs(x - bar.x) >= apart)) chosen.push(bar);
  return chosen;
}
