import type { Interval } from '../../metrics/bootstrap.ts';
import type { Random } from '../../random.ts';
import { intervalOverTexts, type Outcome, outcomeOf, outcomeOfAll } from './outcome.ts';

/** A size and a next larger one, by their places in the list of models. */
export interface SizePair {
  smaller: number;
  larger: number;
}

/** What was found between them: the larger less the smaller. */
export interface PairTest extends SizePair {
  difference: number;
  interval: Interval | null;
  outcome: Outcome;
}

/** What the order test of a quantity over sizes found. */
export interface OrderTest {
  outcome: Outcome;
  pairs: PairTest[];
  /** Place of the pair that speaks least for the claimed order. */
  least: number;
}

export type Direction = 'rising' | 'falling';

/** Each model with those of the next larger size: models of one size have no order. */
export function neighbours(sizes: readonly number[]): SizePair[] {
  const ascending = [...new Set(sizes)].sort((a, b) => a - b);
  return sizes.flatMap((size, smaller) => {
    const next = ascending[ascending.indexOf(size) + 1];
    return sizes.flatMap((other, larger) => (other === next ? [{ smaller, larger }] : []));
  });
}

/**
 * Whether a quantity rises, or falls, from each size to the next: for every pair of neighbouring sizes, the 95 %
 * interval of their difference over the same resampled texts lies on the claimed side of 0. On the wrong side
 * for any pair it fails; otherwise it is undecided.
 * @param quantity of a size, over the texts at these indices
 * @returns null where there is no pair, or no text
 */
export function orderTest(
  pairs: readonly SizePair[],
  texts: number,
  quantity: (size: number, indices: ArrayLike<number>) => number,
  direction: Direction,
  random: () => Random,
): OrderTest | null {
  if (pairs.length === 0 || texts === 0) return null;
  const all = Array.from({ length: texts }, (_, i) => i);
  const tested = pairs.map(({ smaller, larger }): PairTest => {
    const differenceOf = (indices: ArrayLike<number>) =>
      quantity(larger, indices) - quantity(smaller, indices);
    const interval = intervalOverTexts(texts, differenceOf, random());
    const outcome = outcomeOf(interval, 0, direction === 'rising' ? 'above' : 'below');
    return { smaller, larger, difference: differenceOf(all), interval, outcome };
  });
  const outcome = outcomeOfAll(tested.map((pair) => pair.outcome));
  return { outcome, pairs: tested, least: leastOf(tested, direction) };
}

const WORST_FIRST: Outcome[] = ['fails', 'undecided', 'holds'];

/** One of those that decide the outcome: of several the one with the least favourable difference. */
function leastOf(pairs: readonly PairTest[], direction: Direction): number {
  const sign = direction === 'rising' ? 1 : -1;
  const places = pairs.map((pair, place) => ({ ...pair, place }));
  places.sort(
    (a, b) =>
      WORST_FIRST.indexOf(a.outcome) - WORST_FIRST.indexOf(b.outcome) || sign * (a.difference - b.difference),
  );
  return places[0].place;
}
