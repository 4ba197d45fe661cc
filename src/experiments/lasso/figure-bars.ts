import { legendAbove } from '../../report/plot/legend.ts';
import { textWidth } from '../../report/plot/text-width.ts';
import { type Frame, INK, type Panel } from '../../report/plot/theme.ts';
import type { PanelSpec } from '../../report/plot/vega-lite.ts';
import { ATTENTION_COLOUR, type Group, LASSO_COLOUR, type TokenRow } from './figure-groups.ts';

/** A longer text leaves no room for its tokens on the axis. */
export const MOST_TOKENS = 64;

const METHODS = ['Lasso coefficient', 'attention weight'];
/** In pixels: of the two bars of one token, of a label, from that to the axis, and between two ticks. */
const STEP = 18;
const LABEL_SIZE = 11;
const LABEL_GAP = 10;
const TICK_DISTANCE = 55;
/** In characters. */
const LONGEST_LABEL = 18;

/** Two bars per token, one for each method: strong where the token is picked, pale elsewhere. */
export function lassoBars({ rows }: Group, title: string): Panel {
  const labels = rows.map(({ token }) => shortened(token));
  const left = labels.reduce((most, label) => Math.max(most, textWidth(label, LABEL_SIZE)), 0) + LABEL_GAP;
  return { title, left, draw: (frame) => drawn(rows, labels, frame) };
}

function drawn(rows: readonly TokenRow[], labels: readonly string[], { width, figure }: Frame): PanelSpec {
  return {
    width,
    height: { step: STEP / METHODS.length },
    data: { values: rows.flatMap(bars) },
    mark: { type: 'bar', height: { band: 1 } },
    encoding: {
      y: {
        field: 'position',
        type: 'ordinal',
        title: null,
        scale: { paddingInner: 0.25 },
        axis: {
          labelExpr: `${JSON.stringify(labels)}[datum.value]`,
          labelOverlap: false,
          labelLimit: 0,
          ticks: false,
        },
      },
      yOffset: { field: 'method', type: 'nominal', sort: METHODS },
      x: {
        field: 'weight',
        type: 'quantitative',
        title: 'weight (pale: no pick)',
        axis: {
          tickCount: Math.max(2, Math.floor(width / TICK_DISTANCE)),
          grid: true,
          gridColor: { condition: { test: 'datum.value === 0', value: INK }, value: 'transparent' },
        },
      },
      color: {
        field: 'method',
        type: 'nominal',
        scale: { domain: METHODS, range: [LASSO_COLOUR, ATTENTION_COLOUR] },
        legend: { ...legendAbove(null, METHODS, figure), symbolType: 'square' },
      },
      opacity: { condition: { test: 'datum.isPick', value: 1 }, value: 0.3 },
    },
  };
}

function bars({ position, coefficient, attention, isLassoPick, isAttentionPick }: TokenRow) {
  const [lasso, weight] = METHODS;
  const attended = { position, method: weight, weight: attention, isPick: isAttentionPick };
  if (coefficient === null) return [attended];
  return [{ position, method: lasso, weight: coefficient, isPick: isLassoPick }, attended];
}

function shortened(token: string): string {
  const letters = [...token];
  return letters.length > LONGEST_LABEL ? `${letters.slice(0, LONGEST_LABEL - 1).join('')}…` : token;
}
