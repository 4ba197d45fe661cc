import { bootstrapInterval, quantile } from '../../metrics/bootstrap.ts';
import { THEOREM_41, type Theorem41Errors } from '../../metrics/theorem-4-1.ts';
import { THEOREM_A1, type TheoremA1 } from '../../metrics/theorem-a1.ts';
import type { Random } from '../../random.ts';
import { type Claim, type Subject, testedAlone } from './claim.ts';
import { outcomeOf, outcomeOfAll } from './outcome.ts';

/** The pairs of some texts, those with the first text first; null where a pair leaves nothing to fit. */
export type TextPairs = {
  texts: number;
  pairs: readonly (TheoremA1 | null)[];
};

/** Claim 11 of one model: Theorem A.1 on all pairs of prompts. */
export function theoremA1Claims(
  subject: Subject,
  data: string,
  { texts, pairs }: TextPairs,
  random: () => Random,
): Claim[] {
  const claim = (
    quantity: string,
    of: (pair: TheoremA1) => number,
    { predicted, within }: typeof THEOREM_A1.slope,
  ): Claim => {
    const values = pairs.map((pair) => pair && of(pair));
    const median = medianOf(texts, values);
    const value = median(Array.from({ length: texts }, (_, text) => text));
    const interval = value === null ? null : bootstrapInterval(texts, median, random());
    return {
      ...testedAlone(subject, data),
      number: 11,
      quantity,
      setting: `median over ${values.filter((value) => value !== null).length} pairs`,
      value,
      interval,
      threshold: `${predicted} ± ${within}`,
      verdict: outcomeOfAll([
        outcomeOf(interval, predicted - within, 'above'),
        outcomeOf(interval, predicted + within, 'below'),
      ]),
      predicted,
      control: null,
      parts: [],
    };
  };
  return [
    claim('slope of log |d² - γ²/8 ‖A - B‖²| in log γ, 1e-1 to 1e-3', ({ slope }) => slope, THEOREM_A1.slope),
    claim('d / (γ/√8 ‖A - B‖) at γ = 1e-3', ({ ratio }) => ratio, THEOREM_A1.ratio),
  ];
}

/**
 * The median over the pairs of drawn texts. Pairs share texts, so that it is texts that are resampled; a text and its
 * copy are no pair.
 */
function medianOf(texts: number, values: readonly (number | null)[]) {
  const known = new Float64Array(values.length);
  return (drawn: ArrayLike<number>): number | null => {
    let count = 0;
    for (let i = 0; i < texts; i++)
      for (let j = i + 1; j < texts; j++) {
        const value = values[placeOf(drawn[i], drawn[j], texts)] ?? null;
        if (value !== null) known[count++] = value;
      }
    return count === 0 ? null : quantile(known.subarray(0, count).sort(), 0.5);
  };
}

/** Where the pair of two texts stands in the list of pairs; -1 for a text and itself. */
export function placeOf(one: number, other: number, texts: number): number {
  const [a, b] = [Math.min(one, other), Math.max(one, other)];
  return a === b ? -1 : a * texts - (a * (a + 1)) / 2 + (b - a - 1);
}

/** Claim 12: the largest distance of Theorem 4.1, corrected and as printed, from a difference of determinants. */
export function theorem41Claims(subject: Subject, data: string, texts: readonly Theorem41Errors[]): Claim[] {
  const claim = (
    formula: keyof Theorem41Errors,
    threshold: string,
    passes: (error: number) => boolean,
  ): Claim => {
    const errors = texts.map((text) => text[formula]).filter((error) => error !== null);
    const value = errors.length === 0 ? null : errors.reduce((a, b) => Math.max(a, b));
    return {
      ...testedAlone(subject, data),
      number: 12,
      quantity: 'largest distance from I(T+1) - I(T), nats',
      setting: formula === 'printed' ? 'as printed' : 'corrected',
      value,
      interval: null,
      threshold,
      verdict: value === null ? 'undecided' : passes(value) ? 'holds' : 'fails',
      control: null,
      parts: [],
    };
  };
  return [
    claim('corrected', `at most ${THEOREM_41.exact}`, (error) => error <= THEOREM_41.exact),
    claim(
      'printed',
      `above ${THEOREM_41.wrong}: the printed formula is not the gain`,
      (error) => error > THEOREM_41.wrong,
    ),
  ];
}
