import type { Panel } from '../../report/plot/theme.ts';
import { ATTENTION_COLOUR, type Group, LASSO_COLOUR, type TokenRow } from './figure-groups.ts';

/** Weights below this are too pale to see; leaving them out keeps the file of a long text small. */
const FAINTEST = 0.004;
/** A longer text has numbers on its axes. */
const MOST_LABELS = 40;
/** In pixels: room on an axis for a label, its letters, its length, and the room left of a panel for it and a title. */
const LABEL_HEIGHT = 9;
const LABEL_SIZE = 9;
const LONGEST_LABEL = 64;
const LEFT = LONGEST_LABEL + 26;

/** The coefficients and the attention weights of all targets of one text: a row per target, a column per earlier token. */
export function lassoHeatmaps(groups: readonly Group[]): Panel[] {
  return [
    heatmap(groups, 'Lasso coefficients', ({ coefficient }) => coefficient),
    heatmap(groups, 'Attention weights', ({ attention, coefficient }) =>
      coefficient === null ? null : attention,
    ),
  ];
}

function heatmap(groups: readonly Group[], title: string, weightOf: (row: TokenRow) => number | null): Panel {
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
  const draw: Panel['draw'] = ({ width: size }) => ({
    width: size,
    height: size,
    data: { values },
    mark: { type: 'rect' },
    encoding: {
      x: { field: 'x', type: 'quantitative', title: 'earlier token', scale, axis: axisOf(tokens, -90, size) },
      x2: { field: 'x2' },
      y: {
        field: 'y',
        type: 'quantitative',
        title: 'target',
        scale: { ...scale, reverse: true },
        axis: axisOf(tokens, 0, size),
      },
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
        legend: { title: 'weight', orient: 'top', gradientLength: size, gradientThickness: 10 },
      },
    },
  });
  return { title, left: tokens.length > MOST_LABELS ? undefined : LEFT, draw };
}

/** The tokens where there is room for them, else numbers. */
function axisOf(tokens: string[], angle: number, size: number) {
  const hasRoom = tokens.length <= MOST_LABELS && tokens.length * LABEL_HEIGHT <= size;
  return hasRoom ? labelled(tokens, angle) : numbered;
}

const numbered = { format: 'd', tickMinStep: 1, grid: false };

/** The tokens in the middle of their columns or rows. */
function labelled(tokens: string[], labelAngle: number) {
  return {
    values: tokens.map((_, position) => position + 0.5),
    labelExpr: `${JSON.stringify(tokens)}[floor(datum.value)]`,
    labelAngle,
    labelOverlap: false,
    labelLimit: LONGEST_LABEL,
    labelFontSize: LABEL_SIZE,
    ticks: false,
    grid: false,
  };
}
