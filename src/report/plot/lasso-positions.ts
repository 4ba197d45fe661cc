import { ATTENTION_COLOUR, type Group, LASSO_COLOUR, type TokenRow } from './lasso-groups.ts';
import { panelTitle } from './theme.ts';
import type { PanelSpec } from './vega-lite.ts';

const WIDTH = 460;
const HEIGHT = 170;
/** So many picks are named, the largest first, where this much room is left between two names, in pixels. */
const MOST_NAMES = 12;
const NAME_WIDTH = 14;

interface Bar {
  x: number;
  weight: number;
  isPick: boolean;
  token: string;
}

/** A long text: coefficients above, attention weights below, by position; picks are strong and the largest named. */
export function lassoPositions({ rows, position }: Group, title: string): PanelSpec {
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
    title: panelTitle(title),
    vconcat: [
      stems(lasso, position, 'Lasso coefficient', LASSO_COLOUR),
      stems(attention, position, 'attention weight', ATTENTION_COLOUR),
    ],
    // names may stand above a panel: without this they would push it down, past its neighbour
    bounds: 'flush',
    spacing: 70,
  };
}

function stems(bars: Bar[], length: number, y: string, color: string): PanelSpec {
  return {
    width: WIDTH,
    height: HEIGHT,
    data: { values: bars.filter(({ weight }) => weight !== 0) },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: 'earlier token (position; pale: no pick)',
        scale: { domain: [0, length], nice: false },
      },
      y: { field: 'weight', type: 'quantitative', title: y },
    },
    layer: [
      {
        mark: { type: 'rule', color, strokeWidth: 1.5 },
        encoding: {
          y2: { datum: 0 },
          opacity: { condition: { test: 'datum.isPick', value: 1 }, value: 0.3 },
        },
      },
      {
        data: { values: named(bars, length) },
        mark: { type: 'text', angle: 270, align: 'left', dx: 3, fontSize: 10, color: '#333333' },
        encoding: { text: { field: 'token', type: 'nominal' } },
      },
    ],
  };
}

function named(bars: Bar[], length: number): Bar[] {
  const apart = (NAME_WIDTH * length) / WIDTH;
  const chosen: Bar[] = [];
  for (const bar of bars.filter(({ isPick }) => isPick).sort((a, b) => b.weight - a.weight))
    if (chosen.length < MOST_NAMES && chosen.every(({ x }) => Math.abs(x - bar.x) >= apart)) chosen.push(bar);
  return chosen;
}
