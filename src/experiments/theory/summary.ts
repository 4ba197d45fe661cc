import type { Json } from '../../report/result.ts';
import { isAsExpected, type TheoryRow } from './row.ts';
import { type Exponent, scalingExponents } from './skills.ts';

/**
 * Per alpha the fitted exponents with their deviation, unbounded and at M skills; then how many rows hold, and how many
 * are as they should be: an erratum that fails is, a theorem that fails is not.
 */
export function summarizeTheory(
  rows: readonly TheoryRow[],
  alphas: readonly number[],
  skills: number,
): Record<string, Json> {
  return {
    skills,
    exponents: alphas.map((alpha) => exponentsOf(alpha, skills)),
    holds: rows.filter(({ holds }) => holds === true).length,
    fails: rows.filter(({ holds }) => holds === false).length,
    as_expected: rows.filter((row) => isAsExpected(row) === true).length,
    not_as_expected: rows.filter((row) => isAsExpected(row) === false).length,
    without_verdict: rows.filter(({ holds }) => holds === null).length,
  };
}

function exponentsOf(alpha: number, skills: number): Json {
  const unbounded = scalingExponents(alpha, null);
  const finite = scalingExponents(alpha, skills);
  return {
    alpha,
    in_n: bothFits(unbounded.inCount, finite.inCount),
    in_flops: bothFits(unbounded.inFlops, finite.inFlops),
  };
}

function bothFits(unbounded: Exponent, finite: Exponent): Json {
  return {
    predicted: unbounded.predicted,
    unbounded: unbounded.fitted,
    unbounded_deviation: unbounded.deviation,
    finite: finite.fitted,
    finite_deviation: finite.deviation,
  };
}
