import { ATTENTION_COLOUR, type Group, LASSO_COLOUR, type TokenRow } from './lasso-groups.ts';
import { panelTitle } from './theme.ts';
import type { PanelSpec } from './vega-lite.ts';

const SIZE = 440;
/** Weights below this are too pale to see; leaving them out keeps the file of a long text small. */
const FAINTEST = 0.004;
/** A longer text leaves no room for its tokens on the axes. */
const MOST_LABELS = 40;

/** The coefficients and the attention weights of all targets of one text: a row per target, a column per earlier token. */
export function lassoHeatmaps(groups: readonly Group[]): PanelSpec[] {
  return [
    heatmap(groups, '(a) Lasso coefficients', ({ coefficient }) => coefficient),
    heatmap(groups, '(b) Attention weights', ({ attention, coefficient }) =>
      coefficient === null ? null : attention,
    ),
  ];
}

function heatmap(
  groups: readonly Group[],
  title: string,
  weightOf: (row: TokenRow) => number | null,
): PanelSpec {
  const longest = groups.reduce((most, group) => (group.position > most.position ? group : most));
  const tokens = longest.rows.map(({ token }) => token);
  const values = groups.flatMap(({ position: y, rows }) =>
    rows.flatMap((row) => {
      const weight = weightOf(row);
      if (weight === null || Math.abs(weight) < FAINTEST) return [];
      return [{ x: row.position, x2: row.position + 1, y, y2: y + 1, weight }];
    }),
  );
  const scale = { domain: [0, tokens.length], nice: false };
  const [x, y] = [-90, 0].map((angle) => (tokens.length > MOST_LABELS ? numbered : labelled(tokens, angle)));
  return {
    title: panelTitle(title),
    width: SIZE,
    height: SIZE,
    data: { values },
    mark: { type: 'rect' },
    encoding: {
      x: { field: 'x', type: 'quantitative', title: 'earlier token', scale, axis: x },
      x2: { field: 'x2' },
      y: { field: 'y', type: 'quantitative', title: 'target', scale: { ...scale, reverse: true }, axis: y },
      y2: { field: 'y2' },
      color: {
        field: 'weight',
        type: 'quantitative',
        // of the root, so that weights near the threshold are seen beside those near 1
        scale: {
          type: 'sqrt',
          domain: [-1, 0, 1],
          range: [ATTENTION_COLOUR, '#FFFFFF', LASSO_COLOUR],
          interpolate: 'rgb',
          clamp: true,
        },
        legend: { title: 'weight', gradientLength: SIZE / 2 },
      },
    },
  };
}

const numbered = { format: 'd', tickMinStep: 1, grid: false };

/** The tokens in the middle of their columns or rows. */
function labelled(tokens: string[], labelAngle: number) {
  return {
    values: tokens.map((_, position) => position + 0.5),
    labelExpr: `${JSON.stringify(tokens)}[floor(datum.value)]`,
    labelAngle,
    labelOverlap: false,
    labelLimit: 70,
    labelFontSize: 10,
    ticks: false,
    grid: false,
  };
}
