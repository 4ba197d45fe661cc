import { linePanel, type Point } from '../../report/plot/line-panel.ts';
import type { Page } from '../../report/plot/page.ts';
import { seriesOf } from '../../report/plot/series.ts';
import type { Spec } from '../../report/plot/spec.ts';
import { figure } from '../../report/plot/theme.ts';
import type { Cell, Result, Row } from '../../report/result.ts';
import { type Axis, type CurvePoint, exponentQuantity, readPoint, skillsPhrase } from './skill-quantity.ts';

/** A point of the skill model: what is left to learn once n skills are comprehended, and the flops that took. */
interface SkillPoint {
  series: string;
  n: number;
  flops: number;
  excess: number;
}

const PREDICTED = 'predicted slope';

/** A row of the curves with what its quantity says. */
interface DrawnRow {
  alpha: Cell;
  measured: Cell;
  point: CurvePoint;
}

/**
 * Lemma 3.6 and Theorem 3.8: H(X|Y) - C by exact sums (a) against the skills comprehended and (b) against the flops
 * that took, on logarithmic axes, for each alpha with unboundedly many skills and with M, beside a line of the
 * predicted slope from where the curve with M begins.
 * @param result rows of `theory`; meta and summary are not needed
 */
export function theoryFigure({ rows }: Result, page?: Page): Spec {
  const drawn = drawnRows(rows);
  const alphas = [...new Set(drawn.map((row) => row.alpha as number))];
  const bounds = [...new Set(drawn.map(({ point }) => point.skills))];
  // the series of models serve here as well: an alpha keeps its colour, and what varies in it the dash
  const names = alphas.flatMap((alpha) =>
    [...bounds.map(skillsPhrase), PREDICTED].map((revision) => ({
      model: `α = ${alpha}`,
      revision: typeset(revision),
    })),
  );
  const series = { ...seriesOf(names), title: 'α, skills M' };
  const points = (x: 'n' | 'flops', slope: (alpha: number) => number) =>
    alphas.flatMap((alpha) => {
      const nameOf = (revision: string) =>
        series.nameOf({ model: `α = ${alpha}`, revision: typeset(revision) });
      const curves = bounds.map((bound) => curveOf(drawn, alpha, bound, nameOf(skillsPhrase(bound))));
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
  return figure({ title, subtitle: fitLines(rows, alphas, bounds), panels }, page);
}

function drawnRows(rows: readonly Row[]): DrawnRow[] {
  return rows.flatMap((row) => {
    const point = readPoint(String(row.quantity));
    return point === null ? [] : [{ alpha: row.alpha, measured: row.measured, point }];
  });
}

/** The points of one curve, by n: its rows of `H - C` and of `S` put together. */
function curveOf(
  rows: readonly DrawnRow[],
  alpha: number,
  bound: number | null,
  series: string,
): SkillPoint[] {
  const byCount = new Map<number, SkillPoint>();
  for (const row of rows) {
    const { of, n, skills } = row.point;
    if (row.alpha !== alpha || skills !== bound) continue;
    const point = byCount.get(n) ?? { series, n, flops: 0, excess: 0 };
    byCount.set(n, point);
    point[of === 'S' ? 'flops' : 'excess'] = row.measured as number;
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
function fitLines(
  rows: readonly Row[],
  alphas: readonly number[],
  bounds: readonly (number | null)[],
): string[] {
  return [
    'exact sums, exponents fitted over n = 100..10,000',
    ...alphas.map((alpha) => {
      const of = rows.filter((row) => row.alpha === alpha);
      return typeset(`α = ${alpha}: ${fitsOf(of, 'n', bounds)}; ${fitsOf(of, 'S', bounds)}`);
    }),
  ];
}

function fitsOf(rows: readonly Row[], variable: Axis, bounds: readonly (number | null)[]): string {
  const found = bounds.map((skills) => {
    const named = exponentQuantity('H - C', variable, skills);
    return { skills, row: rows.find(({ quantity }) => quantity === named)! };
  });
  const fits = found.map(({ row, skills }) => {
    return `${(row.measured as number).toFixed(3)} (${skillsPhrase(skills)})`;
  });
  const predicted = (found[0].row.predicted as number).toFixed(3);
  return `in ${variable} ${predicted} predicted, ${fits.join(', ')}`;
}

/** With a minus before negative numbers, and the thousands of M set apart. */
function typeset(text: string): string {
  return text
    .replace(/-(?=\d)/g, '−')
    .replace(/(?<=M = )\d+/g, (count) => Number(count).toLocaleString('en-US'));
}
