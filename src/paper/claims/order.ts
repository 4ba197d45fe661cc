import type { Random } from '../../random.ts';
import { type Claim, testedTogether, type Verdict } from './claim.ts';
import { controlOf, judgeOrder } from './control.ts';
import { bySeed, type CorpusRun, type CorpusRuns, sizeCount } from './corpus-run.ts';
import { type Direction, neighbours, type OrderTest, orderTest } from './order-test.ts';
import type { Outcome } from './outcome.ts';

/** Between two sizes there is a difference, but no trend. */
export const LEAST_SIZES = 3;

/** A quantity that is said to rise or fall from each size to the next. */
export interface Ordered {
  /** What it is of one model, as its parts are named. */
  name: string;
  direction: Direction;
  /** How many texts it is about. */
  texts: number;
  /** Of one model, trained or untrained, over the texts at these indices. */
  of(run: CorpusRun): (indices: ArrayLike<number>) => number;
}

/** What the order test says in a row of claims. */
export interface OrderRow
  extends Pick<
    Claim,
    | 'model'
    | 'revision'
    | 'layer'
    | 'models'
    | 'data'
    | 'value'
    | 'interval'
    | 'verdict'
    | 'control'
    | 'parts'
  > {
  /** Null below three sizes. */
  outcome: Outcome | null;
  /** The pair of sizes that the row is about, as "larger - smaller"; empty where there is none. */
  pair: string;
}

/** Tests the order of the trained models and, as the control, of the untrained ones of each seed. */
export function orderRow(runs: CorpusRuns, ordered: Ordered, random: () => Random): OrderRow {
  const { trained, data } = runs;
  const pairs = neighbours(trained.map(({ parameters }) => parameters.total));
  const test = (models: readonly CorpusRun[]) => {
    const quantities = models.map(ordered.of);
    const quantity = (size: number, indices: ArrayLike<number>) => quantities[size](indices);
    return orderTest(pairs, ordered.texts, quantity, ordered.direction, random);
  };
  const tested = testedTogether(trained, data);
  const hasOrder = sizeCount(runs) >= LEAST_SIZES;
  const found = test(trained);
  const nothing: Verdict = hasOrder ? 'undecided' : 'needs three sizes';
  const parts = partsOf(runs, ordered);
  if (found === null)
    return {
      ...tested,
      value: null,
      interval: null,
      control: null,
      parts,
      verdict: nothing,
      outcome: null,
      pair: '',
    };
  const { pairs: differences, least } = found;
  const controls = bySeed(runs.control).map((models) => test(models)!);
  const passes = controls.filter(({ outcome }) => outcome === 'holds').length;
  const control = controlOf(
    controls.map((one) => one.pairs[least].difference),
    passes,
  );
  return {
    ...tested,
    value: differences[least].difference,
    interval: differences[least].interval,
    control,
    parts,
    verdict: hasOrder ? judgeOrder(found.outcome, control) : nothing,
    outcome: hasOrder ? found.outcome : null,
    pair: pairName(found, trained),
  };
}

/** The quantity of each size, which is what has an order. */
function partsOf({ trained, control }: CorpusRuns, { name, texts, of }: Ordered): Claim['parts'] {
  if (texts === 0) return [];
  const all = Array.from({ length: texts }, (_, i) => i);
  return trained.map((run, size) => ({
    name,
    model: run.model,
    value: of(run)(all),
    control: controlOf((control[size] ?? []).map((untrained) => of(untrained)(all))),
  }));
}

function pairName({ pairs, least }: OrderTest, trained: readonly CorpusRun[]): string {
  const { smaller, larger } = pairs[least];
  return `${trained[larger].model} - ${trained[smaller].model}`;
}
