import { startProgress } from '../../io/progress.ts';
import { gramOfRows } from '../../linalg/gram.ts';
import { euclideanDistances, pointDistances } from '../../metrics/euclidean.ts';
import { type Pca, pca } from '../../metrics/pca.ts';
import { type Separation, separationSteps } from '../../metrics/separation.ts';
import { complete, type Steps } from '../../metrics/steps.ts';
import { neighborsUsed, type UmapOptions, umapSteps } from '../../metrics/umap.ts';
import type { Layer, Tensor } from '../../model/capture.ts';
import { seededRandom } from '../../random.ts';
import type { ModelRun } from '../../run/model-run.ts';
import { runSteps } from '../../run/run-steps.ts';
import type { TokenizedText } from '../../text/tokenized-text.ts';
import type { Identity } from '../identity.ts';
import { labelPosition, textVector, type VectorKind } from './vectors.ts';

export interface EmbedOptions extends UmapOptions {
  seed: number;
}

/** Texts as points: their vectors' distances, two views of them in the plane, and how well each tells them apart. */
export interface Embedding {
  texts: readonly TokenizedText[];
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

/** An embedding with what it is of. */
export interface MeasuredEmbedding extends Embedding {
  identity: Identity;
  layer: Layer;
  kind: VectorKind;
}

/**
 * Embeds texts by their raw hidden states, (T, d) each, of one layer.
 * @throws InputError where `country` is asked for and a text's label is not among its tokens
 */
export function embedTexts(
  texts: readonly TokenizedText[],
  hidden: readonly Tensor[],
  kind: VectorKind,
  options: EmbedOptions,
): Embedding {
  const vectors = texts.map((text, i) => textVector(kind, text, hidden[i]));
  return complete(embeddingSteps(texts, vectors, options));
}

/**
 * Embeds the texts of a run by every kind of vector, in every wanted layer.
 * @throws InputError as `embedTexts` does, before the model runs; Interrupted when the user stops the run
 */
export async function measureEmbeddings(
  run: ModelRun,
  kinds: readonly VectorKind[],
  options: EmbedOptions,
  showProgress: boolean,
): Promise<MeasuredEmbedding[]> {
  const { texts } = run.tokenized;
  if (kinds.includes('country')) texts.forEach(labelPosition); // before the model runs
  const wanted = run.layers.flatMap((layer) =>
    kinds.map((kind) => ({ identity: run.identity, layer, kind, vectors: [] as Float64Array[] })),
  );
  for await (const { text, encoding } of run.encode({ hidden: run.layers }))
    for (const { layer, kind, vectors } of wanted)
      vectors.push(textVector(kind, text, encoding.hidden.get(layer)!));
  const total = wanted.length * texts.length;
  const label = `${run.identity.model} layout`;
  const progress = startProgress({ label, total, unit: 'texts', enabled: showProgress });
  const measured: MeasuredEmbedding[] = [];
  try {
    for (const { vectors, ...of } of wanted) {
      const steps = embeddingSteps(texts, vectors, options);
      const embedding = await runSteps(steps, () => progress.update(measured.length * texts.length));
      measured.push({ ...of, ...embedding });
    }
  } finally {
    progress.stop();
  }
  return measured;
}

/**
 * Embeds texts by their vectors, one each, with stops. Every random choice begins with the seed anew, so that no view
 * depends on which others were asked for.
 */
function* embeddingSteps(
  texts: readonly TokenizedText[],
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
