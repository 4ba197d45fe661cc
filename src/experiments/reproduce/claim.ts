import type { Interval } from '../../metrics/bootstrap.ts';

/** What a claim comes to on the models and data at hand. */
export type Verdict =
  | 'holds'
  | 'fails'
  | 'by construction'
  | 'also untrained'
  | 'undecided'
  | `depends on ${string}`;

/** One claim of the paper in one setting. */
export interface Claim {
  /** Number and name of the claim. */
  claim: string;
  /** What was measured, and in which setting. */
  quantity: string;
  value: number | null;
  interval: Interval | null;
  /** What decides, fixed before anything was measured. */
  threshold: string;
  verdict: Verdict;
  models: string;
  data: string;
  /** The same quantity over the untrained models: least and largest of the seeds. */
  control: Interval | null;
}

/** The least and the largest of some values; null where there are none, or one is undefined. */
export function rangeOf(values: readonly (number | null)[]): Interval | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0 || known.length < values.length) return null;
  return { low: Math.min(...known), high: Math.max(...known) };
}

/** Whether two intervals have a value in common. */
export function overlap(a: Interval, b: Interval): boolean {
  return a.low <= b.high && b.low <= a.high;
}

/** Names of models as a table has them. */
export function nameList(models: readonly { model: string }[]): string {
  return models.map(({ model }) => model).join(', ');
}

/** A claim for which the models or texts at hand say nothing. */
export function undecidedClaim(
  { trained, data }: { trained: readonly { model: string }[]; data: string },
  said: Pick<Claim, 'claim' | 'quantity' | 'threshold'>,
): Claim {
  const nothing = { value: null, interval: null, verdict: 'undecided', control: null } as const;
  return { ...said, ...nothing, models: nameList(trained), data };
}
