import { checkDistances, checkLength, checkSize } from '../linalg/check.ts';
import { type Random, randomIndex } from '../random.ts';
import { codeClasses, Silhouettes } from './silhouette.ts';
import { complete, type Steps } from './steps.ts';

export const PERMUTATIONS = 9999;

/** A permuted mean this close to the observed one is equal to it: equal points add up in another order. */
const TIE = 1e-12;

/** Distances that are added up between two stops: a quarter of a second. */
const WORK_PER_STEP = 2e8;

/**
 * One-sided permutation test of a mean silhouette: p = (1 + #{permuted >= observed}) / (1 + permutations), where
 * classes are permuted among the points of a block, so that what the blocks differ in counts for neither side.
 * Cost permutations * n².
 * @param D n x n distances, row-major
 * @param blocks what each point belongs to, as the name in a prompt
 * @returns null where the silhouette is undefined, or no block has points of two classes
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * const D = pointDistances(Float64Array.of(0, 1, 8, 9), 4, 1);
 * silhouettePermutationP(D, 4, ['a', 'a', 'b', 'b'], ['x', 'x', 'x', 'x'], 999, seededRandom(1)); // 0.333
 * ```
 */
export function silhouettePermutationP(
  D: Float64Array,
  n: number,
  classes: readonly string[],
  blocks: readonly string[],
  permutations: number,
  random: Random,
): number | null {
  return complete(permutationSteps(D, n, classes, blocks, permutations, random));
}

/** `silhouettePermutationP` with stops. */
export function* permutationSteps(
  D: Float64Array,
  n: number,
  classes: readonly string[],
  blocks: readonly string[],
  permutations: number,
  random: Random,
): Steps<number | null> {
  checkDistances(D, n);
  checkLength('classes', classes, n);
  checkLength('blocks', blocks, n);
  checkSize('the number of permutations', permutations);
  const { codes, count } = codeClasses(classes);
  const mixed = mixedBlocks(codes, blocks);
  if (count < 2 || count > n - 1 || mixed.length === 0) return null;
  const silhouettes = new Silhouettes(D, n, codes, count);
  const observed = silhouettes.mean(codes);
  const shuffled = codes.slice();
  const perStep = Math.max(1, Math.floor(WORK_PER_STEP / (n * n)));
  let reached = 0;
  for (let r = 1; r <= permutations; r++) {
    for (const members of mixed) shuffle(shuffled, members, random);
    if (silhouettes.mean(shuffled) >= observed - TIE) reached++;
    if (r % perStep === 0) yield;
  }
  return (1 + reached) / (1 + permutations);
}

/** The members of each block that has points of two classes. */
function mixedBlocks(codes: Int32Array, blocks: readonly string[]): Int32Array[] {
  const coded = codeClasses(blocks);
  const members: number[][] = Array.from({ length: coded.count }, () => []);
  coded.codes.forEach((block, i) => {
    members[block].push(i);
  });
  return members
    .filter((block) => block.some((i) => codes[i] !== codes[block[0]]))
    .map((block) => Int32Array.from(block));
}

/** Permutes the entries at `places` (Fisher and Yates). */
function shuffle(values: Int32Array, places: Int32Array, random: Random): void {
  for (let last = places.length - 1; last > 0; last--) {
    const other = places[randomIndex(last + 1, random)];
    const value = values[places[last]];
    values[places[last]] = values[other];
    values[other] = value;
  }
}
