import { gramOfRows } from '../../linalg/gram.ts';
import { euclideanDistances, pointDistances } from '../../metrics/euclidean.ts';
import { type Pca, pca } from '../../metrics/pca.ts';
import { type Separation, separationSteps } from '../../metrics/separation.ts';
import type { Steps } from '../../metrics/steps.ts';
import { neighborsUsed, type UmapOptions, umapSteps } from '../../metrics/umap.ts';
import { seededRandom } from '../../random.ts';
import type { TextName } from '../experiment.ts';

export interface EmbedOptions extends UmapOptions {
  seed: number;
}

/** Texts as points: their vectors' distances, two views of them in the plane, and how well each tells them apart. */
export interface Embedding {
  texts: readonly TextName[];
  /** Euclidean distances of the vectors, n x n row-major. */
  distances: Float64Array;
  pca: Pca;
  /** n x 2 row-major; null for fewer than four texts, or where all vectors are equal. */
  umap: Float64Array | null;
  /** Of the UMAP, the point itself among them; fewer than asked for where there are fewer texts; null without one. */
  neighborsUsed: number | null;
  /** Of the vectors themselves, in the plane of the PCA and in that of the UMAP; null where no text has a context. */
  separation: Record<'vectors' | 'pca' | 'umap', Separation | null>;
}

/**
 * Embeds texts by their vectors, one each, with stops. Every random choice begins with the seed anew, so that no view
 * depends on which others were asked for.
 */
export function* embeddingSteps(
  texts: readonly TextName[],
  vectors: readonly Float64Array[],
  { seed, ...options }: EmbedOptions,
): Steps<Embedding> {
  const n = texts.length;
  const G = gramOfVectors(vectors);
  const distances = euclideanDistances(G, n);
  const plane = pca(G, n);
  const longest = Math.sqrt(Math.max(...vectors.map((_, i) => G[i * n + i])));
  const umap = yield* umapSteps(distances, n, options, seededRandom(seed), longest);
  const separated = (D: Float64Array) => {
    const contexts = texts.map(({ context }) => context);
    const labels = texts.map(({ label }) => label);
    return separationSteps(D, n, contexts, labels, seededRandom(seed));
  };
  return {
    texts,
    distances,
    pca: plane,
    umap,
    neighborsUsed: umap && neighborsUsed(n, options.neighbors),
    separation: {
      vectors: yield* separated(distances),
      pca: yield* separated(pointDistances(plane.scores, n, 2)),
      umap: umap && (yield* separated(pointDistances(umap, n, 2))),
    },
  };
}

/** The n x n Gram matrix of n vectors of one length. */
export function gramOfVectors(vectors: readonly Float64Array[]): Float64Array {
  const dim = vectors[0].length;
  const rows = new Float64Array(vectors.length * dim);
  vectors.forEach((vector, i) => {
    rows.set(vector, i * dim);
  });
  return gramOfRows(rows, vectors.length, dim);
}
