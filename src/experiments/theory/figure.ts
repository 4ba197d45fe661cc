import { linePanel, type Point } from '../../report/plot/line-panel.ts';
import type { Page } from '../../report/plot/page.ts';
import { seriesOf } from '../../report/plot/series.ts';
import type { Spec } from '../../report/plot/spec.ts';
import { figure } from '../../report/plot/theme.ts';
import type { Result, Row } from '../../report/result.ts';

/** A point of the skill model: what is left to learn once n skills are comprehended, and the flops that took. */
interface SkillPoint {
  series: string;
  n: number;
  flops: number;
  excess: number;
}

const PREDICTED = 'predicted slope';
const AT = /^(H - C|S) at n = (\d+), (M .*)$/;

/**
 * Lemma 3.6 and Theorem 3.8: H(X|Y) - C by exact sums (a) against the skills comprehended and (b) against the flops
 * that took, on logarithmic axes, for each alpha with unboundedly many skills and with M, beside a line of the
 * predicted slope from where the curve with M begins.
 * @param result rows of `theory`; meta and summary are not needed
 */
export function theoryFigure({ rows }: Result, page?: Page): Spec {
  const drawn = rows.filter((row) => AT.test(String(row.quantity)));
  const alphas = [...new Set(drawn.map((row) => row.alpha as number))];
  const bounds = [...new Set(drawn.map((row) => boundOf(row)))];
  // the series of models serve here as well: an alpha keeps its colour, and what varies in it the dash
  const names = alphas.flatMap((alpha) =>
    [...bounds, PREDICTED].map((revision) => ({ model: `α = ${alpha}`, revision: typeset(revision) })),
  );
  const series = { ...seriesOf(names), title: 'α, skills M' };
  const points = (x: 'n' | 'flops', slope: (alpha: number) => number) =>
    alphas.flatMap((alpha) => {
      const nameOf = (revision: string) =>
        series.nameOf({ model: `α = ${alpha}`, revision: typeset(revision) });
      const curves = bounds.map((bound) => curveOf(drawn, alpha, bound, nameOf(bound)));
      const line = straight(curves[curves.length - 1], x, slope(alpha), nameOf(PREDICTED));
      return [
        ...curves.flat().map((point) => ({ series: point.series, x: point[x], y: point.excess })),
        ...line,
      ];
    });
  const log = { x: true, y: true };
  const y = 'H(X|Y) − C (nats)';
  const panels = [
    linePanel({
      title: 'Lemma 3.6',
      x: 'skills comprehended, n',
      y,
      series,
      log,
      points: points('n', (a) => -a),
    }),
    linePanel({
      title: 'Theorem 3.8',
      x: 'flops, S',
      y,
      series,
      log,
      points: points('flops', (a) => -a / (a + 2)),
    }),
  ];
  const title = 'Scaling of conditional entropy in the skill model';
  return figure({ title, subtitle: fitLines(rows, alphas), panels }, page);
}

function boundOf(row: Row): string {
  return AT.exec(String(row.quantity))![3];
}

/** The points of one curve, by n: its rows of `H - C` and of `S` put together. */
function curveOf(rows: readonly Row[], alpha: number, bound: string, series: string): SkillPoint[] {
  const byCount = new Map<number, SkillPoint>();
  for (const row of rows) {
    if (row.alpha !== alpha || boundOf(row) !== bound) continue;
    const [, what, count] = AT.exec(String(row.quantity))!;
    const n = Number(count);
    const point = byCount.get(n) ?? { series, n, flops: 0, excess: 0 };
    byCount.set(n, point);
    point[what === 'S' ? 'flops' : 'excess'] = row.measured as number;
  }
  return [...byCount.values()];
}

/** A line of a given slope on logarithmic axes through the first point, over the same range. */
function straight(curve: SkillPoint[], x: 'n' | 'flops', slope: number, series: string): Point[] {
  const first = curve[0];
  return curve.map((point) => ({
    series,
    x: point[x],
    y: first.excess * (point[x] / first[x]) ** slope,
  }));
}

/** One line per alpha: the fitted exponents beside the predicted. */
function fitLines(rows: readonly Row[], alphas: readonly number[]): string[] {
  return [
    'exact sums, exponents fitted over n = 100..10,000',
    ...alphas.map((alpha) =>
      typeset(`α = ${alpha}: ${fitsOf(rows, alpha, 'n')}; ${fitsOf(rows, alpha, 'S')}`),
    ),
  ];
}

function fitsOf(rows: readonly Row[], alpha: number, variable: string): string {
  const start = `exponent of H - C in ${variable}, `;
  const found = rows.filter((row) => row.alpha === alpha && String(row.quantity).startsWith(start));
  const fits = found.map(
    (row) => `${(row.measured as number).toFixed(3)} (${String(row.quantity).slice(start.length)})`,
  );
  const predicted = (found[0].predicted as number).toFixed(3);
  return `in ${variable} ${predicted} predicted, ${fits.join(', ')}`;
}

/** With a minus before negative numbers, and the thousands of M set apart. */
function typeset(text: string): string {
  return text
    .replace(/-(?=\d)/g, '−')
    .replace(/(?<=M = )\d+/g, (count) => Number(count).toLocaleString('en-US'));
}
