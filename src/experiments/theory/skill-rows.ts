import { logLogFit, offsetFit } from '../../metrics/power-law.ts';
import type { SkillCurve } from '../../metrics/skill-model.ts';
import { approximateRow, ofKind, type TheoryKind, type TheoryRow } from './row.ts';
import { type Axis, exponentQuantity, pointQuantity, skillsPhrase } from './skill-quantity.ts';
import { COUNTS, countCurve, ENTROPIES, type Exponent, exponent, exponentsOf } from './skills.ts';

/** r of Theorem 3.7: how many parameters it takes to comprehend a skill. */
const PARAMETERS_PER_SKILL = 7;
/** The counts that stand in rows of their own, for the figure: every half decade. */
const DRAWN = COUNTS.flatMap((n, i) => (i % 6 === 0 ? [{ n, i }] : []));

/**
 * All rows of Lemma 3.6, Theorem 3.7 and Theorem 3.8, without a bound on the skills and with one: first the exponents,
 * then points of the curves.
 */
export function skillRows(alphas: readonly number[], skills: number): TheoryRow[] {
  const curves = alphas.flatMap((alpha) =>
    [null, skills].map((bound) => ({ alpha, bound, curve: countCurve(alpha, bound) })),
  );
  return [
    ...curves.flatMap(({ alpha, bound, curve }) => exponentRows(alpha, bound, curve)),
    ...curves.flatMap(({ alpha, bound, curve }) => (bound === null ? [] : fitRows(alpha, bound, curve))),
    ...curves.flatMap(({ alpha, bound, curve }) => curveRows(alpha, bound, curve)),
  ];
}

function exponentRows(alpha: number, skills: number | null, curve: SkillCurve): TheoryRow[] {
  const { inCount, inFlops } = exponentsOf(alpha, skills, curve);
  const inParameters = exponent(
    -alpha,
    curve.n.map((n) => PARAMETERS_PER_SKILL * n),
    curve.excess,
  );
  const ofFlops = exponent(alpha + 2, curve.n, curve.flops);
  // with a bound on the skills the theorems drop M^-α, which bends the curves
  const kind = skills === null ? 'theorem' : 'approximation';
  const row = (theorem: string, of: Axis, variable: string, { predicted, fitted }: Exponent) =>
    approximateRow(theorem, alpha, exponentQuantity(of, variable, skills), predicted, fitted, kind);
  return [
    row('Lemma 3.6', 'H - C', 'n', inCount),
    row('Theorem 3.7', 'H - C', `N = ${PARAMETERS_PER_SKILL} n`, inParameters),
    row('Theorem 3.8', 'S', 'n', ofFlops),
    row('Theorem 3.8', 'H - C', 'S', inFlops),
  ];
}

/** What other fits say of the same sums: one that looks for C itself, and one that forgets C. */
function fitRows(alpha: number, skills: number, { n, excess }: SkillCurve): TheoryRow[] {
  const entropy = excess.map((value) => ENTROPIES.after + value);
  const offset = offsetFit(n, entropy);
  const raw = logLogFit(n, entropy);
  const row = (quantity: string, predicted: number, measured: number | null, kind?: TheoryKind) =>
    approximateRow('Lemma 3.6', alpha, `${quantity}, ${skillsPhrase(skills)}`, predicted, measured, kind);
  return [
    row('exponent of H = L0 + λ n^γ, C not given', -alpha, offset?.gamma ?? null),
    row('L0 of H = L0 + λ n^γ against C', ENTROPIES.after, offset?.offset ?? null),
    row('log-log slope of H itself, C not subtracted', -alpha, raw?.gamma ?? null, 'erratum'),
  ];
}

/** Points of the curves beside the integrals that the proofs put for the sums. */
function curveRows(
  alpha: number,
  skills: number | null,
  { excess, flops, normalizer }: SkillCurve,
): TheoryRow[] {
  const range = ENTROPIES.before - ENTROPIES.after;
  const row = (theorem: string, of: Axis, n: number, predicted: number, measured: number) => ({
    theorem,
    alpha,
    quantity: pointQuantity({ of, n, skills }),
    predicted,
    measured,
    holds: null,
    ...ofKind('approximation'),
  });
  return DRAWN.flatMap(({ n, i }) => [
    row('Lemma 3.6', 'H - C', n, (range * n ** -alpha) / (alpha * normalizer), excess[i]),
    row(
      'Theorem 3.8',
      'S',
      n,
      (range * normalizer * n ** (alpha + 2)) / ((alpha + 2) * ENTROPIES.perFlop),
      flops[i],
    ),
  ]);
}
