import type { Interval } from '../../metrics/bootstrap.ts';
import { predictionInterval } from '../../metrics/prediction-interval.ts';
import type { Verdict } from './claim.ts';
import type { Outcome, Side } from './outcome.ts';

/** What was found in a model, and in untrained ones of its shape, one per seed. */
export interface WithControl<Trained, Untrained = Trained> {
  trained: Trained;
  untrained: Untrained[];
}

/** The same quantity over untrained models of the same shape, one per seed. */
export interface Control {
  seeds: number;
  mean: number;
  /** Sample standard deviation; null for one seed. */
  sd: number | null;
  /** The 95 % prediction interval for one more untrained model; null for one seed. */
  interval: Interval | null;
  /** Of an order test: how many seeds pass it themselves. */
  passes: number | null;
}

/** Seeds for which the quantity is undefined are left out; null where none is left. */
export function controlOf(values: readonly (number | null)[], passes: number | null = null): Control | null {
  const prediction = predictionInterval(values.filter((value) => value !== null));
  if (prediction === null) return null;
  const { count: seeds, mean, sd, interval } = prediction;
  return { seeds, mean, sd, interval, passes };
}

/** Whether an interval over texts lies wholly beyond what one more untrained model may give. */
export function isBeyond(interval: Interval, { low, high }: Interval, claimed: Side): boolean {
  return claimed === 'above' ? interval.low > high : interval.high < low;
}

/**
 * The verdict on a claim that an untrained model could meet as well: one that passes its threshold holds only beyond
 * the control. Without two seeds nothing is known of how far untrained models differ, and it stays undecided.
 */
export function judge(
  outcome: Outcome,
  interval: Interval | null,
  control: Control | null,
  claimed: Side,
): Verdict {
  if (outcome !== 'holds' || interval === null) return outcome;
  if (control === null || control.interval === null) return 'undecided';
  return isBeyond(interval, control.interval, claimed) ? 'holds' : 'also untrained';
}

/** As many of 20 untrained models may pass an order test by chance. */
const PASSES_OF_TWENTY = 1;

/** The verdict on an order test: one that untrained models pass in more than a twentieth of the seeds is theirs too. */
export function judgeOrder(outcome: Outcome, control: Control | null): Verdict {
  if (outcome !== 'holds') return outcome;
  if (control === null || control.passes === null || control.seeds < 2) return 'undecided';
  return 20 * control.passes > PASSES_OF_TWENTY * control.seeds ? 'also untrained' : 'holds';
}
