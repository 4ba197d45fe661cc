import { datasetExponent, skillConcentration } from '../../metrics/dataset-size.ts';
import { fisherStep } from '../../metrics/fisher.ts';
import { approximateRow, ofKind, type TheoryKind, type TheoryRow, TOLERANCE } from './row.ts';
import { skillsPhrase } from './skill-quantity.ts';

const SECTION = 'Section 3.1';
/** Below, at and above the ½ at which D^(1-2γ) turns from growth to decay. */
const GAMMAS = [0.25, 0.5, 0.75];
/** alpha far below 1, as section 3.1 has it: 1e-2 .. 1e-4. */
const SMALL_ALPHAS = Array.from({ length: 9 }, (_, i) => 10 ** (-2 - i / 4));
/** A distribution over five sentences and a step of its parameters, small enough for its square to rule. */
const LOGITS = [0.4, -1, 0.3, 0.9, -0.2];
const STEP = [3e-4, -5e-4, 2e-4, 1e-4, -1e-4];

/** Z ≈ 1/alpha, and Σ p(k)² ≈ alpha²/(2 alpha + 1) ≈ alpha², for one alpha. */
export function concentrationRows(alpha: number, skills: number): TheoryRow[] {
  return [null, skills].flatMap((bound) => {
    const found = skillConcentration(alpha, bound);
    const row = (quantity: string, predicted: number, measured: number) =>
      approximateRow(SECTION, alpha, `${quantity}, ${skillsPhrase(bound)}`, predicted, measured);
    return [
      row('Z against 1/α', found.normalizerApproximation, found.normalizer),
      row('Σ p(k)² against α²/(2α+1)', found.firstApproximation, found.sumOfSquares),
      row('Σ p(k)² against α²', found.secondApproximation, found.sumOfSquares),
    ];
  });
}

/** The exponent of D Σ p(k)² in D, where 1/alpha ∝ D^γ; it holds within 0.02, since 0 has no share. */
export function datasetExponentRows(skills: number): TheoryRow[] {
  return [null, skills].flatMap((bound) =>
    GAMMAS.map((gamma) => {
      const predicted = 1 - 2 * gamma;
      const measured = datasetExponent(gamma, SMALL_ALPHAS, bound);
      return {
        theorem: SECTION,
        alpha: null,
        quantity: `exponent of D Σ p(k)² in D, γ = ${gamma}, α = 1e-2..1e-4, ${skillsPhrase(bound)}`,
        predicted,
        measured,
        holds: Math.abs(measured - predicted) <= TOLERANCE,
        ...ofKind('approximation'),
      };
    }),
  );
}

/** Both expansions of section 3.1 for a small step: the printed ½ belongs to the divergence only. */
export function fisherRows(): TheoryRow[] {
  const { divergence, squaredDifference, quadratic } = fisherStep(LOGITS, STEP);
  const row = (quantity: string, predicted: number, measured: number, kind: TheoryKind = 'theorem') =>
    approximateRow(SECTION, null, quantity, predicted, measured, kind);
  return [
    row('KL(p_θ ‖ p_θ+Δ) / Δᵀ F Δ', 1 / 2, divergence / quadratic),
    row('E (log p_θ+Δ - log p_θ)² / Δᵀ F Δ, corrected', 1, squaredDifference / quadratic),
    row('E (log p_θ+Δ - log p_θ)² / Δᵀ F Δ, as printed', 1 / 2, squaredDifference / quadratic, 'erratum'),
  ];
}
