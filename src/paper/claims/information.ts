import type { Random } from '../../random.ts';
import { type Claim, claimWithoutValue, testedAlone, testedTogether } from './claim.ts';
import { controlOf } from './control.ts';
import {
  type CorpusRun,
  type CorpusRuns,
  commonLength,
  comparedLength,
  meanAt,
  sizeCount,
  textsReaching,
} from './corpus-run.ts';
import { LEAST_SIZES, type OrderRow, orderRow } from './order.ts';
import { dependsOnChoice } from './outcome.ts';

/** Claims 2 and 3, about the information gain of whole texts (section 4.1, Fig 3). */
export function informationClaims(runs: CorpusRuns, random: () => Random): Claim[] {
  return [...grows(runs), ...growsMoreSlowly(runs, random)];
}

/** Claim 2: each step adds log R_TT > 0, whatever the model. */
function grows({ trained, control, data }: CorpusRuns): Claim[] {
  return trained.map((run, size) => ({
    ...testedAlone(run, data),
    number: 2,
    quantity: 'smallest step I(T+1) - I(T) of any text, nats',
    setting: '',
    value: smallestStep(run),
    interval: null,
    threshold: 'a theorem: every step is log R_TT > 0, for any matrix',
    verdict: 'by construction',
    control: controlOf((control[size] ?? []).map(smallestStep)),
    parts: [],
  }));
}

/** Null where no text has a second token. */
function smallestStep({ texts }: CorpusRun): number | null {
  let least = Number.POSITIVE_INFINITY;
  for (const { gain } of texts) for (const step of gain.subarray(1)) least = Math.min(least, step);
  return Number.isFinite(least) ? least : null;
}

/** What claim 3 orders: the parts of its rows. */
export const PER_DIMENSION = 'mean I / d';
export const IN_NATS = 'mean I';

const SLOWER = { number: 3, quantity: 'least favourable difference of mean I between neighbouring sizes' };
const THRESHOLD =
  'below 0 for every pair of neighbouring sizes; where that is so either per dimension or in nats: depends on the division by d; also untrained where the untrained models of more than one seed in 20 pass too';

/** Claim 3: order test of the mean I at two lengths, per dimension and in nats, which may disagree. */
function growsMoreSlowly(runs: CorpusRuns, random: () => Random): Claim[] {
  // at T = 1 it is the same constant for every model
  const lengths = [...new Set([comparedLength(runs), commonLength(runs)])].filter((length) => length > 1);
  if (lengths.length === 0)
    return [
      claimWithoutValue(testedTogether(runs.trained, runs.data), {
        ...SLOWER,
        setting: '',
        threshold: 'needs texts of two tokens or more',
        verdict: sizeCount(runs) < LEAST_SIZES ? 'needs three sizes' : 'undecided',
      }),
    ];
  return lengths.flatMap((length) => atLength(runs, length, random));
}

function atLength(runs: CorpusRuns, length: number, random: () => Random): Claim[] {
  const reaching = textsReaching(runs, length);
  const order = (name: string, scale: (run: CorpusRun) => number): OrderRow => {
    const of = (run: CorpusRun) => {
      const values = Float64Array.from(
        reaching,
        (text) => run.texts[text].informationGain[length - 1] / scale(run),
      );
      return (indices: ArrayLike<number>) => meanAt(values, indices);
    };
    return orderRow(runs, { name, direction: 'falling', texts: reaching.length, of }, random);
  };
  const tests = {
    'per dimension': order(PER_DIMENSION, ({ dim }) => dim),
    'in nats': order(IN_NATS, () => 1),
  };
  const depends = dependsOnChoice(Object.values(tests).map(({ outcome }) => outcome));
  const all = runs.trained[0].texts.length;
  const texts = reaching.length < all ? ` (${reaching.length} of ${all} texts)` : '';
  const lengths = `T = ${length}${texts}`;
  return Object.entries(tests).map(([unit, { pair, outcome, ...row }]) => ({
    ...SLOWER,
    setting: [lengths, unit, pair].filter((part) => part !== '').join(', '),
    threshold: THRESHOLD,
    lengths,
    ...(pair !== '' && { pair }),
    ...row,
    ...(depends && { verdict: 'depends on the division by d' as const }),
  }));
}
