import type { Random } from '../../random.ts';
import { type Claim, claimWithoutValue, testedAlone, testedTogether } from './claim.ts';
import { controlOf, judge } from './control.ts';
import {
  type CorpusRun,
  type CorpusRuns,
  comparedLength,
  meanAt,
  sizeCount,
  textsReaching,
} from './corpus-run.ts';
import { LEAST_SIZES, orderRow } from './order.ts';
import { intervalOverTexts, outcomeOf, outcomeOfAll } from './outcome.ts';

const FALLS = { number: 4, quantity: 'late gain / early gain' };
const LESS = {
  number: 5,
  quantity: 'least favourable difference of late gain / early gain between neighbouring sizes',
};
/** Below, the first quarter has no token but the first, whose gain is a constant. */
const LEAST_LENGTH = 8;

/** Claims 4 and 5, about the gain of each new token of the corpus (section 4.1, Fig 3). */
export function gainClaims(runs: CorpusRuns, random: () => Random): Claim[] {
  const m = comparedLength(runs);
  if (m < LEAST_LENGTH) return tooShort(runs, m);
  const texts = textsReaching(runs, m);
  const all = runs.trained[0].texts.length;
  const lengths = `T <= ${m}${texts.length < all ? ` (${texts.length} of ${all} texts)` : ''}`;
  const ratioOf = (run: CorpusRun) => lateOverEarly(run, texts, m);
  return [
    ...falls(runs, texts.length, ratioOf, lengths, tokenRanges(m), random),
    fallsLess(runs, texts.length, ratioOf, lengths, random),
  ];
}

/** A statistic of one model over some of the texts that reach m. */
type RatioOf = (run: CorpusRun) => (indices: ArrayLike<number>) => number;

/** Claim 4: the gain of late tokens over that of early ones, below 1 for every size; each size has its control. */
function falls(
  { trained, control, data }: CorpusRuns,
  texts: number,
  ratioOf: RatioOf,
  lengths: string,
  ranges: string,
  random: () => Random,
): Claim[] {
  const intervals = trained.map((run) => intervalOverTexts(texts, ratioOf(run), random()));
  const outcome = outcomeOfAll(intervals.map((interval) => outcomeOf(interval, 1, 'below')));
  return trained.map((run, size) => {
    const untrained = controlOf((control[size] ?? []).map((one) => ratioOf(one)(range(texts))));
    return {
      ...testedAlone(run, data),
      ...FALLS,
      setting: `${lengths}, tokens ${ranges}`,
      lengths,
      value: ratioOf(run)(range(texts)),
      interval: intervals[size],
      threshold: 'interval below 1 for every size; also untrained unless it lies below the control',
      verdict: judge(outcome, intervals[size], untrained, 'below'),
      control: untrained,
      parts: [],
    };
  });
}

/** Claim 5: order test of the same ratio. */
function fallsLess(
  runs: CorpusRuns,
  texts: number,
  of: RatioOf,
  lengths: string,
  random: () => Random,
): Claim {
  const ordered = { name: FALLS.quantity, direction: 'rising', texts, of } as const;
  const { pair, outcome, ...row } = orderRow(runs, ordered, random);
  return {
    ...LESS,
    setting: pair === '' ? lengths : `${lengths}, ${pair}`,
    lengths,
    ...(pair !== '' && { pair }),
    threshold:
      'above 0 for every pair of neighbouring sizes; also untrained where the untrained models of more than one seed in 20 pass too',
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

function tooShort(runs: CorpusRuns, m: number): Claim[] {
  const tested = testedTogether(runs.trained, runs.data);
  return [FALLS, LESS].map((claim) =>
    claimWithoutValue(tested, {
      ...claim,
      setting: `T <= ${m}`,
      threshold: 'needs texts of 8 tokens and models of 16 dimensions or more',
      verdict: claim === LESS && sizeCount(runs) < LEAST_SIZES ? 'needs three sizes' : 'undecided',
    }),
  );
}
