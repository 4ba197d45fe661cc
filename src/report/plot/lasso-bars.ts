import { ATTENTION_COLOUR, type Group, LASSO_COLOUR, type TokenRow } from './lasso-groups.ts';
import { panelTitle } from './theme.ts';
import type { PanelSpec } from './vega-lite.ts';

/** A longer text leaves no room for its tokens on the axis. */
export const MOST_TOKENS = 64;

const METHODS = ['Lasso coefficient', 'attention weight'];
/** In pixels: of a panel, and of the two bars of one token. */
const WIDTH = 220;
const STEP = 18;
/** In characters. */
const LONGEST_LABEL = 18;

/** Two bars per token, one for each method: strong where the token is picked, pale elsewhere. */
export function lassoBars({ rows }: Group, title: string): PanelSpec {
  const labels = rows.map(({ token }) => shortened(token));
  return {
    title: panelTitle(title),
    width: WIDTH,
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
      x: { field: 'weight', type: 'quantitative', title: 'coefficient, weight (pale: no pick)' },
      color: {
        field: 'method',
        type: 'nominal',
        scale: { domain: METHODS, range: [LASSO_COLOUR, ATTENTION_COLOUR] },
        legend: { title: null, orient: 'bottom', symbolType: 'square', labelFontSize: 12, labelLimit: 0 },
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
