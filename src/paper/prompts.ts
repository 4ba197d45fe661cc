import { distance, distancesOf } from '../experiments/distance/distance.ts';
import type { MeasuredDistances } from '../experiments/distance/rows.ts';
import { type DistancePart, distanceMatrix } from '../experiments/distance/tiles.ts';
import { type EmbedRecord, embed, embeddingsOf } from '../experiments/embed/embed.ts';
import { gramOfVectors } from '../experiments/embed/embedding.ts';
import type { MeasuredEmbedding } from '../experiments/embed/rows.ts';
import { VECTOR_KINDS, type VectorKind } from '../experiments/embed/vectors.ts';
import type { ModelRecords, TextName } from '../experiments/experiment.ts';
import { euclideanDistances, pointDistances } from '../metrics/euclidean.ts';
import { mean } from '../metrics/least-squares.ts';
import { pca } from '../metrics/pca.ts';
import { DISTANCES, type DistanceName } from '../metrics/sentence-distance.ts';
import type { ContextSeparation } from '../metrics/separation.ts';
import { silhouetteSamples } from '../metrics/silhouette.ts';
import type { Steps } from '../metrics/steps.ts';
import { type MeasuredModel, recordsOf } from '../run/study.ts';
import type { WithControl } from './claims/control.ts';
import type { PromptRun, Silhouettes, View, ViewName } from './claims/separation.ts';
import type { TextPairs } from './claims/theorems.ts';
import { paperOptions } from './options.ts';
import { promptPairs } from './prompt-pairs.ts';

/** What the prompts gave in one trained model, by all experiments of section 4.3. */
export interface PromptModel {
  run: PromptRun;
  embeddings: MeasuredEmbedding[];
  distances: MeasuredDistances[];
  theoremA1: TextPairs;
}

/** The prompts as one model has them: their vectors, and the tiles of their distances. */
export interface Prompts {
  vectors: ModelRecords<EmbedRecord>;
  tiles: ModelRecords<never, DistancePart>;
}

/** The prompts in every model; of the untrained only the silhouettes are wanted. */
export function* promptGroups(
  measured: readonly MeasuredModel[],
  seed: number,
): Steps<WithControl<PromptModel, Silhouettes>[]> {
  const groups: WithControl<PromptModel, Silhouettes>[] = [];
  for (const one of measured) {
    const prompts = promptsOf(one);
    if (one.seed === null) groups.push({ trained: yield* promptModel(one, prompts, seed), untrained: [] });
    else groups.at(-1)!.untrained.push(silhouettesOf(prompts));
    yield;
  }
  return groups;
}

/** What one model gave; figures show trained models only, and need not say so. */
export function promptsOf(one: MeasuredModel): Prompts {
  const { model, revision } = one.model.identity;
  const unnamed = [{ ...one, model: { ...one.model, identity: { model, revision } } }];
  const [vectors] = recordsOf<EmbedRecord, never>(unnamed, embed.name);
  const [tiles] = recordsOf<never, DistancePart>(unnamed, distance.name);
  return { vectors, tiles };
}

function* promptModel(one: MeasuredModel, { vectors, tiles }: Prompts, seed: number): Steps<PromptModel> {
  const options = paperOptions(seed);
  const embeddings = yield* embeddingsOf(vectors, options.embed);
  const distances = yield* distancesOf(tiles, options.distance);
  const [{ parts }] = recordsOf<never, TextPairs>([one], promptPairs.name);
  const views = { ...vectorViews(embeddings), ...distanceViews(distances) } as PromptRun['views'];
  const { identity, layers } = vectors.model;
  return { run: { ...identity, layer: layers[0], views }, embeddings, distances, theoremA1: parts[0] };
}

function vectorViews(embeddings: readonly MeasuredEmbedding[]): Record<VectorKind | 'pca', View> {
  const views = embeddings.map(({ kind, distances, separation, texts }) => {
    return [kind, viewOf(distances, texts, separation.vectors!.context)];
  });
  const { pca: plane, separation, texts } = embeddings.find(({ kind }) => kind === 'mean')!;
  const inPlane = pointDistances(plane.scores, texts.length, 2);
  return { ...Object.fromEntries(views), pca: viewOf(inPlane, texts, separation.pca!.context) };
}

function distanceViews(distances: readonly MeasuredDistances[]): Record<DistanceName, View> {
  const views = distances.map(({ metric, distances, separation, texts }) => {
    return [metric, viewOf(distances, texts, separation!.context)];
  });
  return Object.fromEntries(views);
}

/** The prompts have three contexts and fifteen labels, so nothing here is undefined. */
function viewOf(
  distances: Float64Array,
  texts: readonly TextName[],
  { silhouette, p_value, low, high }: ContextSeparation,
): View {
  return {
    samples: contextSilhouettes(distances, texts),
    silhouette: silhouette!,
    p: p_value!,
    interval: { low: low!, high: high! },
  };
}

function contextSilhouettes(distances: Float64Array, texts: readonly TextName[]): Float64Array {
  return silhouetteSamples(
    distances,
    texts.length,
    texts.map(({ context }) => context!),
  )!;
}

function silhouettesOf(prompts: Prompts): Silhouettes {
  const { texts } = prompts.vectors;
  const means = Object.entries(viewDistances(prompts)).map(([view, distances]) => {
    return [view, mean(contextSilhouettes(distances, texts))];
  });
  return Object.fromEntries(means);
}

/** The distances behind every view of one model, n x n each. */
export function viewDistances({ vectors, tiles }: Prompts): Record<ViewName, Float64Array> {
  const n = vectors.texts.length;
  const [layer] = vectors.model.layers;
  const gramOf = (kind: VectorKind) => {
    const place = VECTOR_KINDS.indexOf(kind);
    return gramOfVectors(vectors.records.map(([ofLayer]) => ofLayer[place]));
  };
  const byVector = VECTOR_KINDS.map((kind) => [kind, euclideanDistances(gramOf(kind), n)]);
  const byDistance = DISTANCES.map((name) => [name, distanceMatrix(tiles, layer, name)]);
  const inPlane = pointDistances(pca(gramOf('mean'), n).scores, n, 2);
  return { ...Object.fromEntries([...byVector, ...byDistance]), pca: inPlane };
}
