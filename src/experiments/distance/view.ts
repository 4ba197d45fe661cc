import { type Separation, separationSteps } from '../../metrics/separation.ts';
import type { Steps } from '../../metrics/steps.ts';
import { DEFAULT_UMAP, neighborsUsed, umapSteps } from '../../metrics/umap.ts';
import { seededRandom } from '../../random.ts';
import type { TextName } from '../experiment.ts';

/** What distances say of the texts between which they are. */
export interface DistanceView {
  /** n x 2 row-major, of DEFAULT_UMAP; null for fewer than four texts, or where all distances are 0. */
  umap: Float64Array | null;
  /** Nearest neighbours of the UMAP, the text itself among them; null without a UMAP. */
  neighborsUsed: number | null;
  /** On the distances themselves; null where no text has a context. */
  separation: Separation | null;
}

/**
 * The layout of the texts by their distances, and how well these separate contexts and labels. Both begin with the
 * seed anew, so that neither depends on what else was asked for.
 * @param distances n x n, row-major
 */
export function* viewSteps(
  texts: readonly Pick<TextName, 'context' | 'label'>[],
  distances: Float64Array,
  seed: number,
): Steps<DistanceView> {
  const n = texts.length;
  const umap = yield* umapSteps(distances, n, DEFAULT_UMAP, seededRandom(seed));
  const contexts = texts.map(({ context }) => context);
  const labels = texts.map(({ label }) => label);
  const separation = yield* separationSteps(distances, n, contexts, labels, seededRandom(seed));
  return { umap, neighborsUsed: umap && neighborsUsed(n, DEFAULT_UMAP.neighbors), separation };
}
