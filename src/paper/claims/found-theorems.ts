import { THEOREM_A1 } from '../../metrics/theorem-a1.ts';
import type { Claim } from './claim.ts';
import { said, saidRange, valuesOf } from './said.ts';

/** Claim 11: slope and ratio. */
export function foundTheoremA1(claims: readonly Claim[]): string {
  const { slope, ratio } = THEOREM_A1;
  const of = ({ predicted }: typeof slope) =>
    saidRange(valuesOf(claims.filter((claim) => claim.predicted === predicted)), 4);
  return `The remainder falls with a slope of ${of(slope)} in log γ, where ${slope.predicted} is predicted; at γ = 1e-3 the ratio of both sides is ${of(ratio)}.`;
}

/** Claim 12. */
export function foundTheorem41(claims: readonly Claim[]): string {
  const worst = (setting: string) => valuesOf(claims.filter((claim) => claim.setting === setting));
  const [corrected, printed] = [worst('corrected'), worst('as printed')];
  if (corrected.length === 0 || printed.length === 0)
    return 'No text here has a second token to check it on.';
  return `Corrected it is off by at most ${said(Math.max(...corrected), 1)} nats, as printed by up to ${said(Math.max(...printed))}.`;
}

/** Claim 13. */
export function foundExponents(claims: readonly Claim[]): string {
  const worst = (of: readonly Claim[]) => {
    const off = of.map(({ value, predicted }) => (value === null ? 0 : Math.abs(value / predicted! - 1)));
    return `${said(100 * Math.max(...off))} %`;
  };
  const bounded = claims.filter(({ skills }) => skills !== undefined);
  const unbounded = claims.filter(({ skills }) => skills === undefined);
  const counts = [...new Set(bounded.map(({ skills }) => skills))].join(', ');
  return `Without a bound on the skills the exponents are within ${worst(unbounded)} of the predicted; with M = ${counts} one is off by ${worst(bounded)}.`;
}
