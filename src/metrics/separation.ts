import { checkDistances, checkFinite, checkLength } from '../linalg/check.ts';
import type { Random } from '../random.ts';
import { bootstrapInterval, type Interval } from './bootstrap.ts';
import { mean } from './least-squares.ts';
import { blocksOf, type Names, type Part, part } from './named-points.ts';
import { nearestNeighborAccuracy } from './nearest-neighbor.ts';
import { PERMUTATIONS, permutationSteps } from './permutation.ts';
import { codeClasses, silhouetteSamples } from './silhouette.ts';
import { complete, type Steps } from './steps.ts';

/** How well distances tell contexts, and labels, apart. Each is null where it is undefined. */
export interface Separation {
  [key: string]: ContextSeparation | ClassSeparation;
  context: ContextSeparation;
  label: ClassSeparation;
}

/** How well distances tell the classes of points apart; null where it is undefined. */
export type ClassSeparation = {
  silhouette: number | null;
  nearest_neighbor_accuracy: number | null;
};

/** The same of contexts, with how sure it is. */
export type ContextSeparation = ClassSeparation & {
  /** One-sided, of the silhouette: contexts permuted among the texts of one label. */
  p_value: number | null;
  /** 95 % interval of the silhouette over the labels. */
  low: number | null;
  high: number | null;
};

/**
 * The 95 % interval of a mean silhouette: silhouettes are computed once, on all points, and the blocks (names) are
 * resampled and averaged over. Computing them anew on a resample would put copies at distance 0 and inflate them.
 * @param samples silhouette of each point, or the difference of two
 * @returns null where there are fewer than two blocks, between which nothing varies
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * silhouetteInterval(Float64Array.of(0.5, 0.7, 0.4, 0.6), ['x', 'y', 'x', 'y'], seededRandom(1)); // { low: 0.45, high: 0.65 }
 * ```
 */
export function silhouetteInterval(
  samples: Float64Array,
  blocks: readonly string[],
  random: Random,
): Interval | null {
  checkLength('samples', samples, blocks?.length);
  checkFinite('the samples', samples);
  const { codes, count } = codeClasses(blocks);
  if (count < 2) return null;
  const centre = mean(samples); // so that equal samples have equal means, to the last bit
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  codes.forEach((block, i) => {
    sums[block] += samples[i] - centre;
    sizes[block]++;
  });
  const meanOf = (drawn: Int32Array) => {
    let sum = 0;
    let size = 0;
    for (const block of drawn) {
      sum += sums[block];
      size += sizes[block];
    }
    return centre + sum / size;
  };
  return bootstrapInterval(count, meanOf, random);
}

/**
 * Separation of contexts and of labels. Texts without a context are left out of the first, those without a label out
 * of the second. Where no text has a label, contexts are permuted among all texts, and single texts are resampled.
 * @param D n x n distances, row-major
 * @returns null where no text has a context
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * const D = pointDistances(Float64Array.of(0, 1, 8, 9), 4, 1);
 * separation(D, 4, ['king', 'king', 'queen', 'queen'], ['Cuba', 'Spain', 'Cuba', 'Spain'], seededRandom(1))!.context.silhouette; // 0.87451
 * ```
 */
export function separation(
  D: Float64Array,
  n: number,
  contexts: Names,
  labels: Names,
  random: Random,
): Separation | null {
  return complete(separationSteps(D, n, contexts, labels, random));
}

/** `separation` with stops. */
export function* separationSteps(
  D: Float64Array,
  n: number,
  contexts: Names,
  labels: Names,
  random: Random,
): Steps<Separation | null> {
  checkDistances(D, n);
  checkLength('contexts', contexts, n);
  checkLength('labels', labels, n);
  if (contexts.every((context) => context === undefined)) return null;
  const context = yield* contextSeparation(part(D, n, contexts), labels, random);
  return { context, label: classSeparation(part(D, n, labels)) };
}

function classSeparation({ D, n, classes }: Part): ClassSeparation {
  const samples = silhouetteSamples(D, n, classes);
  return {
    silhouette: samples && mean(samples),
    nearest_neighbor_accuracy: nearestNeighborAccuracy(D, n, classes),
  };
}

function* contextSeparation(of: Part, labels: Names, random: Random): Steps<ContextSeparation> {
  const samples = silhouetteSamples(of.D, of.n, of.classes);
  const { permuted, resampled } = blocksOf(of.kept, labels);
  const interval = samples && silhouetteInterval(samples, resampled, random);
  const p = yield* permutationSteps(of.D, of.n, of.classes, permuted, PERMUTATIONS, random);
  return { ...classSeparation(of), p_value: p, low: interval?.low ?? null, high: interval?.high ?? null };
}
