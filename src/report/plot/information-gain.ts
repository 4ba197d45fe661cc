import type { Json, Result, Row } from '../result.ts';
import { visibleToken } from '../visible.ts';
import { informationGainSubtitle } from './information-gain-subtitle.ts';
import { type LinePanel, linePanel } from './line-panel.ts';
import { type SeriesScale, seriesOf } from './series.ts';
import { figure } from './theme.ts';
import type { Spec } from './vega-lite.ts';

type Drawing = Pick<LinePanel, 'x' | 'points' | 'faint' | 'dots' | 'ticks'>;

/** A longer text leaves no room for its tokens on the axis. */
const MOST_TICKS = 40;
/** Beyond so many points a line says more without dots. */
const MOST_DOTS = 64;
const LENGTH = 'length (tokens)';

/**
 * Figure 3 of the paper: (a) information gain against length, (b) the gain of each new token, both divided by
 * the width of the model, one line per model (and revision and layer where these vary). By length: the mean
 * over texts within one standard error. By token: one line per text, with the tokens on the axis of (b) where
 * there is one short text.
 * @param result rows and meta of `infogain`
 */
export function informationGainFigure(result: Result, by: 'token' | 'length'): Spec {
  const series = seriesOf(result.rows);
  const rule = saturation(result);
  const [total, gain] = (by === 'length' ? drawnByLength : drawnByToken)(result.rows, series);
  return figure('Information gain', informationGainSubtitle(result, by), [
    linePanel({
      ...total,
      rule,
      series,
      title: '(a) All tokens so far',
      y: 'information gain per dimension (nats)',
    }),
    linePanel({ ...gain, rule, series, title: '(b) Each new token', y: 'gain per dimension (nats)' }),
  ]);
}

/** Where the Gram matrix of the narrowest model begins to fill up (rank <= d), if the run says so. */
function saturation({ meta }: Result): LinePanel['rule'] {
  const compared = (meta.options as Record<string, Json> | undefined)?.compared_length;
  return typeof compared === 'number' ? { x: compared, label: 'saturated beyond' } : undefined;
}

function drawnByLength(rows: readonly Row[], series: SeriesScale): Drawing[] {
  return ['information_gain_per_dim', 'gain_per_dim'].map((quantity) => ({
    x: LENGTH,
    points: rows.map((row) => {
      const mean = row[`${quantity}_mean`] as number;
      const sem = row[`${quantity}_sem`] as number | null;
      const band = sem === null ? {} : { low: mean - sem, high: mean + sem };
      return { series: series.nameOf(row), x: row.length as number, y: mean, ...band };
    }),
  }));
}

function drawnByToken(rows: readonly Row[], series: SeriesScale): Drawing[] {
  const isOne = new Set(rows.map((row) => row.text)).size === 1;
  const longest = rows.reduce((most, row) => Math.max(most, (row.position as number) + 1), 0);
  const style = { dots: isOne && longest <= MOST_DOTS, faint: !isOne };
  const ticks = isOne && longest <= MOST_TICKS ? tokenTicks(rows) : undefined;
  const pointsOf = (quantity: string, first: number) =>
    rows.map((row) => ({
      series: series.nameOf(row),
      text: row.text as number,
      x: (row.position as number) + first,
      y: row[quantity] as number,
    }));
  return [
    { ...style, x: LENGTH, points: pointsOf('information_gain_per_dim', 1) },
    { ...style, x: ticks ? 'token' : 'position (from 0)', points: pointsOf('gain_per_dim', 0), ticks },
  ];
}

/** The token at each position; none where models read the text as different tokens. */
function tokenTicks(rows: readonly Row[]): string[] | undefined {
  const ticks: string[] = [];
  for (const row of rows) {
    const position = row.position as number;
    const token = visibleToken(String(row.token));
    if ((ticks[position] ?? token) !== token) return undefined;
    ticks[position] = token;
  }
  return ticks;
}
