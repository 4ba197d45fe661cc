import { DEFAULT_STRENGTH } from '../../experiments/lasso/options.ts';
import { lambdaOfAlpha } from '../../metrics/lasso.ts';
import type { Random } from '../../random.ts';
import { type Claim, type Part, testedAlone } from './claim.ts';
import { controlOf, judge } from './control.ts';
import { type CorpusRun, type CorpusRuns, meanAt } from './corpus-run.ts';
import { dependsOnChoice, intervalOverTexts, outcomeOf, type Side } from './outcome.ts';

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

/** The paper's λ read as scikit-learn's alpha, which would explain its picks. */
const ALPHA = `alpha = ${DEFAULT_STRENGTH.toExponential()}`;
const PAPER_WIDTH = 2048;
/** What that alpha comes to at the paper's width. */
export const PAPER_LAMBDA = lambdaOfAlpha(DEFAULT_STRENGTH, PAPER_WIDTH);

export const STRENGTHS: Strength[] = [
  { name: `${ALPHA} (λ = 2 d alpha)`, lambda: (dim) => lambdaOfAlpha(DEFAULT_STRENGTH, dim) },
  { name: `λ = ${PAPER_LAMBDA} (${ALPHA} at d = ${PAPER_WIDTH})`, lambda: () => PAPER_LAMBDA },
];

/** How many tokens of each text are looked at; the last of them is the target. */
export const LASSO_TOKENS = 64;

/** A number of one text's picks; null where the text has none. */
type Of = (picks: LassoAttention) => number | null;

/** One side of claim 6: what is averaged over texts, on which side of what it must lie, and what it is made of. */
interface Aspect {
  quantity: string;
  threshold: number;
  claimed: Side;
  of: Of;
  parts: { name: string; of: Of }[];
}

/** The quantity of its rows about how far the picks differ. */
export const JACCARD = 'differ: mean Jaccard index of the picks';
export const LASSO_PICKS = 'mean Lasso picks';
export const ATTENTION_PICKS = 'mean attention picks';

const ASPECTS: Aspect[] = [
  {
    quantity: JACCARD,
    threshold: 0.5,
    claimed: 'below',
    of: ({ jaccard }) => jaccard,
    parts: [],
  },
  {
    quantity: 'sparser: mean of attention picks - Lasso picks',
    threshold: 0,
    claimed: 'above',
    of: ({ attentionPicks, lassoPicks }) => attentionPicks - lassoPicks,
    parts: [
      { name: LASSO_PICKS, of: ({ lassoPicks }) => lassoPicks },
      { name: ATTENTION_PICKS, of: ({ attentionPicks }) => attentionPicks },
    ],
  },
];

/** Claim 6, for every size and both penalties (section 4.2). */
export function lassoClaims(runs: CorpusRuns, random: () => Random): Claim[] {
  return ASPECTS.flatMap((aspect) =>
    runs.trained.flatMap((run, size) => ofOneSize(aspect, run, runs.control[size] ?? [], runs.data, random)),
  );
}

function ofOneSize(
  { quantity, threshold, claimed, of, parts }: Aspect,
  run: CorpusRun,
  controls: readonly CorpusRun[],
  data: string,
  random: () => Random,
): Claim[] {
  const tested = STRENGTHS.map(({ name }, strength) => {
    const { value, known } = meanPicks(run, strength, of);
    const interval = intervalOverTexts(known.length, (texts) => meanAt(known, texts), random());
    return { name, strength, value, interval, outcome: outcomeOf(interval, threshold, claimed) };
  });
  const depends = dependsOnChoice(tested.map(({ outcome }) => outcome));
  return tested.map(({ name, strength, value, interval, outcome }) => {
    const controlled = (of: Of) => controlOf(controls.map((one) => meanPicks(one, strength, of).value));
    const control = controlled(of);
    const part = ({ name, of }: Aspect['parts'][number]): Part[] => {
      const { value } = meanPicks(run, strength, of);
      return value === null ? [] : [{ name, model: run.model, value, control: controlled(of) }];
    };
    return {
      ...testedAlone(run, `${data}, first ${LASSO_TOKENS} tokens`),
      number: 6,
      quantity,
      setting: name,
      value,
      interval,
      threshold: `interval ${claimed} ${threshold}; at one penalty only: depends on λ; also untrained unless it lies ${claimed} the control`,
      verdict: depends ? ('depends on λ' as const) : judge(outcome, interval, control, claimed),
      control,
      parts: parts.flatMap(part),
    };
  });
}

/** A number of every text that has it, and their mean. */
function meanPicks({ texts }: CorpusRun, strength: number, of: Of) {
  const known = texts
    .filter(({ picks }) => picks.length > 0)
    .map(({ picks }) => of(picks[strength]))
    .filter((value) => value !== null);
  const value = known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length;
  return { known, value };
}
