import type { Random } from '../../random.ts';
import { type Claim, nameList, rangeOf } from './claim.ts';
import type { CorpusRun, CorpusRuns } from './corpus-run.ts';
import { type Direction, neighbours, type OrderTest, orderTest } from './order-test.ts';
import { type Outcome, reaches, verdictOf } from './outcome.ts';

/** A quantity that is said to rise or fall from each size to the next. */
export interface Ordered {
  direction: Direction;
  /** How many texts it is about. */
  texts: number;
  /** Of one model, trained or untrained, over the texts at these indices. */
  of(run: CorpusRun): (indices: ArrayLike<number>) => number;
}

/** What the order test says in a row of claims, and of which sizes. */
export interface OrderRow
  extends Pick<Claim, 'value' | 'interval' | 'verdict' | 'models' | 'data' | 'control'> {
  outcome: Outcome;
  /** "difference a - b". */
  difference: string;
}

/**
 * Tests the order of the trained models and, as the control, of the untrained ones. Also untrained: they pass the test
 * themselves, or between no two sizes they fall short of the interval.
 */
export function orderRow(
  { trained, control, data }: CorpusRuns,
  ordered: Ordered,
  random: () => Random,
): OrderRow {
  const test = (runs: CorpusRun[]) => {
    const quantities = runs.map(ordered.of);
    const pairs = neighbours(trained.map(({ parameters }) => parameters.total));
    const quantity = (size: number, indices: ArrayLike<number>) => quantities[size](indices);
    return orderTest(pairs, ordered.texts, quantity, ordered.direction, random);
  };
  const where = { models: nameList(trained), data };
  const found = test(trained);
  if (found === null) return { ...where, ...NOTHING, difference: 'difference between sizes' };
  const { pairs, least, outcome } = found;
  const controls = control.map((runs) => test(runs)!);
  const ranges = pairs.map((_, pair) => rangeOf(controls.map((one) => one.pairs[pair].difference)));
  return {
    ...where,
    outcome,
    difference: differenceName(found, trained),
    value: pairs[least].difference,
    interval: pairs[least].interval,
    verdict: verdictOf(outcome, isAlsoUntrained(found, controls, ranges, ordered.direction)),
    control: ranges[least],
  };
}

const NOTHING = {
  outcome: 'undecided',
  value: null,
  interval: null,
  verdict: 'undecided',
  control: null,
} as const;

function isAlsoUntrained(
  { pairs }: OrderTest,
  controls: readonly OrderTest[],
  ranges: readonly Claim['control'][],
  direction: Direction,
): boolean {
  const claimed = direction === 'rising' ? 'above' : 'below';
  const passes = controls.length > 0 && controls.every(({ outcome }) => outcome === 'holds');
  return passes || pairs.every(({ interval }, pair) => reaches(ranges[pair], interval, claimed));
}

function differenceName({ pairs, least }: OrderTest, trained: readonly CorpusRun[]): string {
  const { smaller, larger } = pairs[least];
  const names = `${trained[larger].model} - ${trained[smaller].model}`;
  return pairs.length === 1 ? `difference ${names}` : `least favourable difference, ${names},`;
}
