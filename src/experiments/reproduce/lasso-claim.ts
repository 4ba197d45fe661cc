import type { Random } from '../../random.ts';
import { type Claim, rangeOf } from './claim.ts';
import { type CorpusRun, type CorpusRuns, meanAt } from './corpus-run.ts';
import { dependsOnChoice, intervalOverTexts, outcomeOf, reaches, type Side, verdictOf } from './outcome.ts';

/** How many earlier tokens Lasso and attention pick for one token, and how far they agree. */
export interface LassoAttention {
  lassoPicks: number;
  attentionPicks: number;
  /** Shared picks over all picks; null where neither picks any. */
  jaccard: number | null;
}

/** A penalty at which claim 6 is tested. */
export interface Strength {
  name: string;
  lambda(dim: number): number;
}

/** scikit-learn's alpha that would explain the paper's picks, and the penalty it comes to at the paper's width. */
const ALPHA = 1e-4;
const PAPER_WIDTH = 2048;

export const STRENGTHS: Strength[] = [
  { name: 'alpha = 1e-4 (λ = 2 d alpha)', lambda: (dim) => 2 * dim * ALPHA },
  {
    name: `λ = ${2 * PAPER_WIDTH * ALPHA} (alpha = 1e-4 at d = ${PAPER_WIDTH})`,
    lambda: () => 2 * PAPER_WIDTH * ALPHA,
  },
];

/** How many tokens of each text are looked at; the last of them is the target. */
export const LASSO_TOKENS = 64;

/** One side of claim 6: what is averaged over texts, and on which side of what it must lie. */
interface Aspect {
  quantity: string;
  threshold: number;
  claimed: Side;
  of(picks: LassoAttention): number | null;
}

const ASPECTS: Aspect[] = [
  {
    quantity: 'differ: mean Jaccard index of the picks',
    threshold: 0.5,
    claimed: 'below',
    of: ({ jaccard }) => jaccard,
  },
  {
    quantity: 'sparser: mean of attention picks - Lasso picks',
    threshold: 0,
    claimed: 'above',
    of: ({ attentionPicks, lassoPicks }) => attentionPicks - lassoPicks,
  },
];

/** Claim 6, for every size and both penalties (section 4.2). */
export function lassoClaims(runs: CorpusRuns, random: () => Random): Claim[] {
  return ASPECTS.flatMap((aspect) =>
    runs.trained.flatMap((run, size) => {
      const controls = runs.control.map((control) => control[size]);
      return ofOneSize(aspect, run, controls, runs.data, random);
    }),
  );
}

function ofOneSize(
  aspect: Aspect,
  run: CorpusRun,
  controls: readonly CorpusRun[],
  data: string,
  random: () => Random,
): Claim[] {
  const { quantity, threshold, claimed } = aspect;
  const tested = STRENGTHS.map(({ name }, at) => {
    const untrained = controls.map((control) => test(control, aspect, at, random));
    const control = rangeOf(untrained.map(({ value }) => value));
    return { name, ...test(run, aspect, at, random), untrained, control };
  });
  const depends = dependsOnChoice(tested.map(({ outcome }) => outcome));
  return tested.map(({ name, value, interval, outcome, untrained, control }) => {
    const passes = untrained.length > 0 && untrained.every((one) => one.outcome === 'holds');
    const alsoUntrained = passes || reaches(control, interval, claimed);
    return {
      claim: '6 Lasso picks differ from attention picks and are sparser',
      quantity: `${quantity}, ${name}`,
      value,
      interval,
      threshold: `interval ${claimed} ${threshold}; at one penalty only: depends on λ; also untrained where the control passes or reaches it too`,
      verdict: depends ? ('depends on λ' as const) : verdictOf(outcome, alsoUntrained),
      models: run.model,
      data: `${data}, first ${LASSO_TOKENS} tokens`,
      control,
    };
  });
}

function test(run: CorpusRun, { threshold, claimed, of }: Aspect, strength: number, random: () => Random) {
  const known = run.texts
    .filter(({ picks }) => picks.length > 0)
    .map(({ picks }) => of(picks[strength]))
    .filter((value) => value !== null);
  const meanOf = (indices: ArrayLike<number>) => meanAt(known, indices);
  const interval = intervalOverTexts(known.length, meanOf, random());
  const value = known.length === 0 ? null : meanOf(known.map((_, i) => i));
  return { value, interval, outcome: outcomeOf(interval, threshold, claimed) };
}
