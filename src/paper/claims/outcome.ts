import { bootstrapInterval, type Interval } from '../../metrics/bootstrap.ts';
import type { Random } from '../../random.ts';

/** What a quantity alone says of a claim, before the untrained models are looked at. */
export type Outcome = 'holds' | 'fails' | 'undecided';

/** On which side of a threshold, or of another quantity, a claim puts what it is about. */
export type Side = 'above' | 'below';

/** The 95 % bootstrap interval over texts; null for fewer than two, between which nothing varies. */
export function intervalOverTexts(
  texts: number,
  statistic: (indices: ArrayLike<number>) => number,
  random: Random,
): Interval | null {
  return texts < 2 ? null : bootstrapInterval(texts, statistic, random);
}

/** Holds with the whole interval on the claimed side, fails with the whole of it on the other; undecided without one. */
export function outcomeOf(interval: Interval | null, threshold: number, claimed: Side): Outcome {
  if (interval === null) return 'undecided';
  const isAbove = interval.low > threshold;
  if (!isAbove && interval.high >= threshold) return 'undecided';
  return isAbove === (claimed === 'above') ? 'holds' : 'fails';
}

/** The outcome of a claim that says something of each of several. */
export function outcomeOfAll(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('fails')) return 'fails';
  return outcomes.every((outcome) => outcome === 'holds') ? 'holds' : 'undecided';
}

/** Whether a claim is shown under one choice and not under another; null where it was not asked. */
export function dependsOnChoice(outcomes: readonly (Outcome | null)[]): boolean {
  return outcomes.includes('holds') && outcomes.some((outcome) => outcome !== 'holds');
}
