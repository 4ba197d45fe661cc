import type { Claim } from './claim.ts';
import { IN_NATS, PER_DIMENSION } from './information.ts';
import { ATTENTION_PICKS, JACCARD, LASSO_PICKS, PAPER_LAMBDA, STRENGTHS } from './lasso.ts';
import { meansOf, partsOf, said, saidAcross, saidRange, valuesOf } from './said.ts';
import { RESIDUAL } from './scaling.ts';

/** Claim 1. */
export function foundScaling([claim]: readonly Claim[]): string {
  const { value, r2, control, nullSlope } = claim;
  if (value === null) return 'There are fewer than three sizes to fit a power law to.';
  const residuals = partsOf([claim], RESIDUAL).map((part) => Math.abs(part.value));
  const off = Math.ceil(100 * Math.expm1(Math.max(...residuals)));
  const sentences = [
    `f(r/d) goes as N^${said(value, 3)} (R² ${r2 == null ? '–' : said(r2, 3)}, a weak test of ${residuals.length} points: the worst is ${off} % off the line)`,
  ];
  if (control !== null)
    sentences.push(
      `untrained models as N^${said(control.mean, 3)}${control.interval === null ? '' : `, one more between ${said(control.interval.low, 3)} and ${said(control.interval.high, 3)}`}`,
    );
  if (nullSlope !== undefined) sentences.push(`a constant rank as N^${said(nullSlope, 3)}`);
  return `${sentences.join('; ')}.`;
}

/** Claim 2. */
export function foundSteps(claims: readonly Claim[]): string {
  const steps = valuesOf(claims);
  if (steps.length === 0) return 'A theorem; no text here has a second token.';
  return `Each further token adds at least ${said(Math.min(...steps))} nats here; that it adds something is a theorem, true of any matrix.`;
}

/** Claim 3, at the length at which sizes are compared. */
export function foundSlower(claims: readonly Claim[]): string {
  const perDim = claims.find(({ parts }) => parts.some(({ name }) => name === PER_DIMENSION));
  const inNats = claims.find(({ parts }) => parts.some(({ name }) => name === IN_NATS));
  if (perDim === undefined || inNats === undefined) return 'No text here has a second token.';
  const untrained = partsOf([perDim], PER_DIMENSION).map(({ control }) => control?.mean);
  const [first, last] = [untrained[0], untrained.at(-1)];
  const beside =
    first === undefined || last === undefined
      ? ''
      : `; untrained per dimension ${said(first, 3)}${untrained.length > 1 ? ` to ${said(last, 3)}` : ''}`;
  return `At ${perDim.lengths} information gain per dimension ${saidAcross(perDim.parts)}, in nats it ${saidAcross(inNats.parts)}${beside}.`;
}

/** Claim 4. */
export function foundFalls(claims: readonly Claim[]): string {
  const ratios = valuesOf(claims);
  if (ratios.length === 0)
    return 'The texts are too short, or the models too narrow, to compare late tokens with early ones.';
  const percent = (values: readonly number[]) => saidRange(values.map((value) => 100 * value));
  const untrained = meansOf(claims);
  return `Within ${claims[0].lengths} late tokens gain ${percent(ratios)} % of what early ones do${untrained.length === 0 ? '' : `, in untrained models ${percent(untrained)} %`}.`;
}

/** Claim 5. */
export function foundFallsLess([claim]: readonly Claim[]): string {
  const { parts, value, interval, pair, control } = claim;
  if (parts.length === 0)
    return 'The texts are too short, or the models too narrow, to compare late tokens with early ones.';
  const ratio = `Late over early gain ${saidAcross(parts)}`;
  if (value === null) return `${ratio}.`;
  const spread = interval === null ? '' : ` [${said(interval.low)}, ${said(interval.high)}]`;
  const passes =
    control === null || control.passes === null
      ? ''
      : `; ${control.passes} of ${control.seeds} untrained suites rise at every step`;
  return `${ratio}; the least step (${pair}) is ${said(value)}${spread}${passes}.`;
}

/** Claim 6. */
export function foundPicks(claims: readonly Claim[]): string {
  const [own, paper] = STRENGTHS.map(({ name }) => claims.filter(({ setting }) => setting === name));
  const counts = (of: readonly Claim[], name: string) => partsOf(of, name).map(({ value }) => value);
  const [lasso, attention] = [counts(own, LASSO_PICKS), counts(own, ATTENTION_PICKS)];
  if (lasso.length === 0) return 'No text here has a second token to pick from.';
  const untrained = meansOf(partsOf(own, ATTENTION_PICKS));
  const beside = untrained.length === 0 ? '' : ` (in untrained models ${saidRange(untrained)})`;
  const shared = claims.filter(({ quantity }) => quantity === JACCARD);
  return `Lasso keeps ${saidRange(lasso)} tokens where attention keeps ${saidRange(attention)}${beside}; at λ = ${said(PAPER_LAMBDA)} it keeps ${saidRange(counts(paper, LASSO_PICKS))}. Of all picked tokens they share ${saidRange(valuesOf(shared).map((value) => 100 * value))} %.`;
}
