import type { Random } from '../../random.ts';
import { type Claim, rangeOf, undecidedClaim } from './claim.ts';
import { type CorpusRun, type CorpusRuns, comparedLength, meanAt, textsReaching } from './corpus-run.ts';
import { orderRow } from './order-claim.ts';
import { intervalOverTexts, type Outcome, outcomeOf, outcomeOfAll, reaches, verdictOf } from './outcome.ts';

const FALLS = '4 the gain of each new token falls with length';
const LESS = '5 it falls less for larger models';
/** Below, the first quarter has no token but the first, whose gain is a constant. */
const LEAST_LENGTH = 8;

/** Claims 4 and 5, about the gain of each new token of the corpus (section 4.1, Fig 3). */
export function gainClaims(runs: CorpusRuns, random: () => Random): Claim[] {
  const m = comparedLength(runs);
  if (m < LEAST_LENGTH) return [FALLS, LESS].map((claim) => tooShort(runs, claim, m));
  const texts = textsReaching(runs, m);
  const all = runs.trained[0].texts.length;
  const within = `T <= ${m}${texts.length < all ? ` (${texts.length} of ${all} texts)` : ''}`;
  const ratioOf = (run: CorpusRun) => lateOverEarly(run, texts, m);
  return [
    ...falls(runs, texts.length, ratioOf, `${within} (tokens ${tokenRanges(m)})`, random),
    fallsLess(runs, texts.length, ratioOf, within, random),
  ];
}

/** A statistic of one model over some of the texts that reach m. */
type RatioOf = (run: CorpusRun) => (indices: ArrayLike<number>) => number;

/** Claim 4: the gain of late tokens over that of early ones, for each size. */
function falls(
  { trained, control, data }: CorpusRuns,
  texts: number,
  ratioOf: RatioOf,
  within: string,
  random: () => Random,
): Claim[] {
  const test = (run: CorpusRun) => {
    const ratio = ratioOf(run);
    const interval = intervalOverTexts(texts, ratio, random());
    return { value: ratio(range(texts)), interval, outcome: outcomeOf(interval, 1, 'below') };
  };
  const sizes = trained.map((run, size) => {
    const controls = control.map((runs) => test(runs[size]));
    return { ...test(run), model: run.model, controls, control: rangeOf(controls.map(({ value }) => value)) };
  });
  const outcome = outcomeOfAll(sizes.map((size) => size.outcome));
  const alsoUntrained =
    sizes.every(({ controls }) => passes(controls)) ||
    sizes.every(({ control, interval }) => reaches(control, interval, 'below'));
  return sizes.map(({ model, value, interval, control }) => ({
    claim: FALLS,
    quantity: `late gain / early gain within ${within}`,
    value,
    interval,
    threshold: 'interval below 1 for every size; also untrained where the control passes or reaches it too',
    verdict: verdictOf(outcome, alsoUntrained),
    models: model,
    data,
    control,
  }));
}

function passes(controls: readonly { outcome: Outcome }[]): boolean {
  return controls.length > 0 && controls.every(({ outcome }) => outcome === 'holds');
}

/** Claim 5: order test of the same ratio. */
function fallsLess(
  runs: CorpusRuns,
  texts: number,
  of: RatioOf,
  within: string,
  random: () => Random,
): Claim {
  const { difference, outcome, ...row } = orderRow(runs, { direction: 'rising', texts, of }, random);
  return {
    claim: LESS,
    quantity: `${difference} of late gain / early gain within ${within}`,
    threshold:
      'above 0 for every pair of neighbouring sizes; also untrained where the control passes or reaches it too',
    ...row,
  };
}

/** Mean gain of the last quarter of the first m tokens over that of the first quarter, without the first token. */
function lateOverEarly(run: CorpusRun, texts: readonly number[], m: number) {
  const { early, late } = quarters(m);
  const means = ([from, to]: number[]) =>
    Float64Array.from(texts, (text) => {
      const tokens = run.texts[text].gain.subarray(from - 1, to);
      return meanAt(tokens, range(tokens.length));
    });
  const [lateMeans, earlyMeans] = [means(late), means(early)];
  return (indices: ArrayLike<number>) => meanAt(lateMeans, indices) / meanAt(earlyMeans, indices);
}

/** First and last token of both quarters, counted from 1; the first token's gain is a constant and left out. */
function quarters(m: number) {
  return { early: [2, Math.floor(m / 4)], late: [Math.floor((3 * m) / 4) + 1, m] };
}

function tokenRanges(m: number): string {
  const { early, late } = quarters(m);
  return `${late.join('-')} over ${early.join('-')}`;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function tooShort(runs: CorpusRuns, claim: string, m: number): Claim {
  return undecidedClaim(runs, {
    claim,
    quantity: `late gain / early gain within T <= ${m}`,
    threshold: 'needs texts of 8 tokens and models of 16 dimensions or more',
  });
}
