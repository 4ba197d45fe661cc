import { UMAP } from 'umap-js';
import { InputError } from '../errors.ts';
import { checkDistances } from '../linalg/check.ts';
import type { Random } from '../random.ts';
import { complete, type Steps } from './steps.ts';

/** What shapes a layout. */
export interface UmapOptions {
  /** How many nearest neighbours make the graph, the point itself among them, as umap-learn counts. */
  neighbors: number;
  /** How close points may come in the layout. */
  minDist: number;
}

/** As umap-learn has them. */
export const DEFAULT_UMAP: UmapOptions = { neighbors: 15, minDist: 0.1 };

/** The spread of the layout, 1, which points that are neighbours cannot exceed. */
export const LARGEST_MIN_DIST = 1;

/** Fewer points than this have no layout: each would be the neighbour of every other. */
export const FEWEST_POINTS = 4;

/** Distances below this part of the points' size are rounding: of float32 states, or of their products in float64. */
const ROUNDING = 1e-7;

/** The neighbours that n points leave of those asked for: all but one of the points at most; null without a layout. */
export function neighborsUsed(n: number, neighbors: number): number | null {
  return n < FEWEST_POINTS ? null : Math.min(neighbors, n - 1);
}

function checkShape(neighbors: number, minDist: number): void {
  if (!(Number.isInteger(neighbors) && neighbors >= 2))
    throw new InputError(`${neighbors} neighbors`, 'give a whole number from 2: a point is one of its own');
  if (!(minDist >= 0 && minDist <= LARGEST_MIN_DIST))
    throw new InputError(`minDist is ${minDist}`, `give a number from 0 to ${LARGEST_MIN_DIST}`);
}

/**
 * UMAP (McInnes, Healy and Melville 2018) of n points in the plane from their distances, by umap-js: exact nearest
 * neighbours, a random start, 500 epochs up to 2,500 points. The same `random` gives the same layout.
 * @param D n x n distances, row-major
 * @param size how large the points are: where no distance is above 1e-7 of it all points are one, and a layout would
 * show the random start alone
 * @returns n x 2 coordinates, row-major; null for three points or fewer, and where all are one
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * const D = pointDistances(Float64Array.of(0, 1, 2, 8, 9, 10), 6, 1);
 * umapLayout(D, 6, { ...DEFAULT_UMAP, neighbors: 3 }, seededRandom(1))!.length; // 12
 * ```
 */
export function umapLayout(
  D: Float64Array,
  n: number,
  options: UmapOptions,
  random: Random,
  size = 1,
): Float64Array | null {
  return complete(umapSteps(D, n, options, random, size));
}

/** `umapLayout` with stops. */
export function* umapSteps(
  D: Float64Array,
  n: number,
  { neighbors, minDist }: UmapOptions,
  random: Random,
  size = 1,
): Steps<Float64Array | null> {
  checkDistances(D, n);
  checkShape(neighbors, minDist);
  const used = neighborsUsed(n, neighbors);
  if (used === null || D.every((distance) => distance <= ROUNDING * size)) return null;
  const umap = new UMAP({ nNeighbors: used, minDist, random });
  const nearest = Array.from({ length: n }, (_, i) => nearestOf(D, n, i, used));
  umap.setPrecomputedKNN(
    nearest,
    nearest.map((row, i) => row.map((j) => D[i * n + j])),
  );
  const epochs = umap.initializeFit(nearest); // with the neighbours given, only the number of points is read
  for (let epoch = 0; epoch < epochs; epoch++) {
    umap.step();
    yield;
  }
  return Float64Array.from(umap.getEmbedding().flat());
}

/** The `count` points nearest to point i, itself first, however many others lie at distance 0. */
function nearestOf(D: Float64Array, n: number, i: number, count: number): number[] {
  const others = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i);
  others.sort((a, b) => D[i * n + a] - D[i * n + b]);
  return [i, ...others.slice(0, count - 1)];
}
