import { TOLERANCE } from '../../experiments/theory/row.ts';
import { type Exponent, scalingExponents } from '../../experiments/theory/skills.ts';
import { theory } from '../../experiments/theory/theory.ts';
import { type Claim, testedTogether } from './claim.ts';

const { alpha: ALPHAS, skills: SKILLS } = theory.defaults;

/** Claim 13: the exponents of Lemma 3.6 to Theorem 3.8, without a bound on the skills and with a million of them. */
export function exponentClaims(): Claim[] {
  return ALPHAS.flatMap((alpha) =>
    [null, SKILLS].flatMap((skills) => {
      const { inCount, inFlops } = scalingExponents(alpha, skills);
      return [
        exponentClaim('H - C in n (3.6, 3.7)', alpha, skills, inCount),
        exponentClaim('H - C in flops (3.8)', alpha, skills, inFlops),
      ];
    }),
  );
}

/** @param skills null: without bound */
export function exponentClaim(
  what: string,
  alpha: number,
  skills: number | null,
  { predicted, fitted, deviation }: Exponent,
): Claim {
  const close = deviation !== null && deviation <= TOLERANCE;
  return {
    ...testedTogether([], 'exact sums, n = 100 to 10,000'),
    models: 'no model',
    number: 13,
    quantity: `exponent of ${what}`,
    setting: `α = ${alpha}, skills ${skills === null ? 'without bound' : 'with a bound'}`,
    value: fitted,
    interval: null,
    threshold: `within ${100 * TOLERANCE} % of the predicted exponent`,
    verdict: close ? 'holds' : skills === null ? 'fails' : 'depends on M',
    predicted,
    ...(skills !== null && { skills }),
    control: null,
    parts: [],
  };
}
