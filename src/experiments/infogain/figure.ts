import { type LinePanel, linePanel, type Point, type Ticks } from '../../report/plot/line-panel.ts';
import type { Page } from '../../report/plot/page.ts';
import { type SeriesScale, seriesOf } from '../../report/plot/series.ts';
import type { Spec } from '../../report/plot/spec.ts';
import { textNames } from '../../report/plot/text-names.ts';
import { figure } from '../../report/plot/theme.ts';
import type { Json, Result, Row } from '../../report/result.ts';
import { visibleToken } from '../../report/visible.ts';
import type { By } from './rows.ts';
import { informationGainSubtitle } from './subtitle.ts';

type Drawing = Pick<LinePanel, 'x' | 'points' | 'faint' | 'dots' | 'ticks' | 'marked'>;

/** A longer text leaves no room for its tokens on the axis. */
const MOST_TICKS = 40;
/** Beyond so many points a line says more without dots. */
const MOST_DOTS = 64;
/** More lines than this have no colour of their own. */
const MOST_NAMED = 8;
const LENGTH = 'length (tokens)';

/**
 * Figure 3 of the paper: (a) information gain against length, (b) the gain of each new token, both divided by
 * the width of the model, one line per model (and revision and layer where these vary). By length: the mean
 * over texts within one standard error, marked where the length is the width. By token: one line per text, in its own
 * colour where there are few, with the tokens on the axis of (b) where there is one short text.
 * @param result rows and meta of `infogain`
 */
export function informationGainFigure(result: Result, page?: Page): Spec {
  const by: By = result.columns.includes('length') ? 'length' : 'token';
  const { rows, isNamed } = by === 'token' ? namedTexts(result.rows) : { rows: result.rows, isNamed: false };
  const series = seriesOf(rows, isNamed ? ['text'] : []);
  const rule = comparedUpTo(result);
  const full = by === 'length' ? fullLengths(result) : [];
  const [total, gain] =
    by === 'length' ? drawnByLength(rows, series, full) : drawnByToken(rows, series, isNamed);
  const y = 'per dimension (nats)';
  const panels = [
    linePanel({ ...total, rule, series, title: 'All tokens so far', y: `information gain ${y}` }),
    linePanel({ ...gain, rule, series, title: 'Each new token', y: `gain ${y}` }),
  ];
  const marks = full.length > 0 ? ['diamonds: as many tokens as the model has dimensions, T = d'] : [];
  const subtitle = [...informationGainSubtitle(result, by, isNamed), ...marks];
  return figure({ title: 'Information gain', subtitle, panels }, page);
}

/** A few texts by what they say, so that a legend can name them; one text, or many, as they are. */
function namedTexts(rows: readonly Row[]): { rows: readonly Row[]; isNamed: boolean } {
  const names = textNames(rows);
  const lines = seriesOf(rows, ['text']).names.length;
  if (names.size === 1 || lines > MOST_NAMED) return { rows, isNamed: false };
  return { rows: rows.map((row) => ({ ...row, text: names.get(row.text as number)! })), isNamed: true };
}

/** The length up to which sizes are compared, if the run says so: half the width of the narrowest model. */
function comparedUpTo({ meta }: Result): LinePanel['rule'] {
  const compared = (meta.options as Record<string, Json> | undefined)?.compared_length;
  return typeof compared === 'number' ? { x: compared, label: 'compared up to here' } : undefined;
}

/** The rows of the length at which the Gram matrix of a model fills up (rank <= d), as far as curves go. */
function fullLengths({ rows, meta }: Result): Row[] {
  const models = (Array.isArray(meta.models) ? meta.models : []) as Record<string, Json>[];
  const dims = new Map(models.map(({ model, dim }) => [model, dim]));
  return rows.filter((row) => row.length === dims.get(row.model as string));
}

function drawnByLength(rows: readonly Row[], series: SeriesScale, full: readonly Row[]): Drawing[] {
  return ['information_gain_per_dim', 'gain_per_dim'].map((quantity) => {
    const pointOf = (row: Row): Point => {
      const mean = row[`${quantity}_mean`] as number;
      const sem = row[`${quantity}_sem`] as number | null;
      const band = sem === null ? {} : { low: mean - sem, high: mean + sem };
      return { series: series.nameOf(row), x: row.length as number, y: mean, ...band };
    };
    return { x: LENGTH, points: rows.map(pointOf), marked: full.map(pointOf) };
  });
}

function drawnByToken(rows: readonly Row[], series: SeriesScale, isNamed: boolean): Drawing[] {
  const isOne = new Set(rows.map((row) => row.text)).size === 1;
  const longest = rows.reduce((most, row) => Math.max(most, (row.position as number) + 1), 0);
  const style = { dots: (isOne || isNamed) && longest <= MOST_DOTS, faint: !isOne && !isNamed };
  const pointsOf = (quantity: string) =>
    rows.map((row) => ({
      series: series.nameOf(row),
      ...(isNamed ? {} : { text: row.text as number }),
      x: (row.position as number) + 1,
      y: row[quantity] as number,
    }));
  const ticks = isOne && longest <= MOST_TICKS ? tokenTicks(rows) : undefined;
  return [
    { ...style, x: LENGTH, points: pointsOf('information_gain_per_dim') },
    { ...style, x: LENGTH, points: pointsOf('gain_per_dim'), ticks },
  ];
}

/** The token at each length; none where models read the text as different tokens. */
function tokenTicks(rows: readonly Row[]): Ticks | undefined {
  const labels: string[] = [];
  for (const row of rows) {
    const position = row.position as number;
    const token = visibleToken(String(row.token));
    if ((labels[position] ?? token) !== token) return undefined;
    labels[position] = token;
  }
  return { labels, first: 1, title: 'token' };
}
