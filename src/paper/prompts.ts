import { type MeasuredDistances, viewSteps } from '../experiments/distance/measure.ts';
import {
  type EncodedText,
  encodedText,
  measureDistances,
  sentencePairs,
} from '../experiments/distance/pairs.ts';
import { embedTexts, gramOfVectors, type MeasuredEmbedding } from '../experiments/embed/embedding.ts';
import { textVector, VECTOR_KINDS, type VectorKind } from '../experiments/embed/vectors.ts';
import { euclideanDistances, pointDistances } from '../metrics/euclidean.ts';
import { DEFAULT_GAMMA } from '../metrics/jensen-shannon.ts';
import { mean } from '../metrics/least-squares.ts';
import { pca } from '../metrics/pca.ts';
import { DEFAULT_RIDGE, DISTANCES, type DistanceName } from '../metrics/sentence-distance.ts';
import type { ContextSeparation } from '../metrics/separation.ts';
import { silhouetteSamples } from '../metrics/silhouette.ts';
import { theoremA1 } from '../metrics/theorem-a1.ts';
import { DEFAULT_UMAP } from '../metrics/umap.ts';
import type { Tensor } from '../model/capture.ts';
import type { Json } from '../report/result.ts';
import { type ModelRequest, type ModelRun, openModels } from '../run/model-run.ts';
import { runSteps } from '../run/run-steps.ts';
import { countryPrompts } from '../text/prompts.ts';
import type { TokenizedText } from '../text/tokenized-text.ts';
import type { WithControl } from './claims/control.ts';
import type { PromptRun, Silhouettes, View, ViewName } from './claims/separation.ts';
import type { TextPairs } from './claims/theorems.ts';

export const DISTANCE_OPTIONS = { gamma: DEFAULT_GAMMA, ridge: DEFAULT_RIDGE };

/** What the prompts gave in one trained model, by all experiments of section 4.3. */
export interface PromptModel {
  run: PromptRun;
  embeddings: MeasuredEmbedding[];
  distances: MeasuredDistances[];
  theoremA1: TextPairs;
  description: Record<string, Json>;
}

/** The prompts as one model has them: the distances behind every view. */
export interface Prompts {
  run: ModelRun;
  encoded: EncodedText[];
  metrics: Map<DistanceName, Float64Array>;
}

/** Runs every model once over the 45 prompts; of the untrained only the silhouettes are wanted. */
export async function measurePrompts(
  request: ModelRequest,
  seed: number,
): Promise<WithControl<PromptModel, Silhouettes>[]> {
  const models: WithControl<PromptModel, Silhouettes>[] = [];
  for await (const run of openModels({ ...request, maxTokens: undefined }, countryPrompts())) {
    const prompts = await encodePrompts(run);
    const isTrained = (run.control?.seed ?? null) === null;
    if (isTrained) models.push({ trained: await measureTrained(prompts, seed), untrained: [] });
    else models.at(-1)!.untrained.push(silhouettesOf(prompts));
  }
  return models;
}

/** Runs the prompts through one model. */
export async function encodePrompts(run: ModelRun): Promise<Prompts> {
  const [layer] = run.layers;
  const encoded: EncodedText[] = [];
  for await (const { encoding } of run.encode({ hidden: [layer], gram: [layer] }))
    encoded.push(encodedText(encoding, layer));
  const product = (a: Tensor, b: Tensor) => run.runner.crossGram(a, b);
  const metrics = await measureDistances(encoded, product, DISTANCES, DISTANCE_OPTIONS);
  return { run, encoded, metrics };
}

async function measureTrained({ run, encoded, metrics }: Prompts, seed: number): Promise<PromptModel> {
  const { texts } = run.tokenized;
  const hidden = encoded.map((text) => text.hidden);
  const { model, revision } = run.identity; // figures show trained models only, and need not say so
  const of = { identity: { model, revision }, layer: run.layers[0] };
  const embeddings: MeasuredEmbedding[] = [];
  for (const kind of VECTOR_KINDS)
    embeddings.push({ ...of, kind, ...embedTexts(texts, hidden, kind, { ...DEFAULT_UMAP, seed }) });
  const distances: MeasuredDistances[] = [];
  for (const [metric, matrix] of metrics) {
    const view = await runSteps(viewSteps(texts, matrix, seed));
    distances.push({ ...of, texts, metric, distances: matrix, ...view });
  }
  const pairs = await sentencePairs(encoded, (a, b) => run.runner.crossGram(a, b));
  const views = { ...vectorViews(embeddings), ...distanceViews(distances) } as PromptRun['views'];
  return {
    run: { ...of.identity, layer: of.layer, views },
    embeddings,
    distances,
    theoremA1: { texts: texts.length, pairs: theoremA1(pairs) },
    description: await run.describe(),
  };
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
  texts: readonly TokenizedText[],
  { silhouette, p_value, low, high }: ContextSeparation,
): View {
  return {
    samples: contextSilhouettes(distances, texts),
    silhouette: silhouette!,
    p: p_value!,
    interval: { low: low!, high: high! },
  };
}

function contextSilhouettes(distances: Float64Array, texts: readonly TokenizedText[]): Float64Array {
  return silhouetteSamples(
    distances,
    texts.length,
    texts.map(({ context }) => context!),
  )!;
}

function silhouettesOf(prompts: Prompts): Silhouettes {
  const { texts } = prompts.run.tokenized;
  const means = Object.entries(viewDistances(prompts)).map(([view, distances]) => {
    return [view, mean(contextSilhouettes(distances, texts))];
  });
  return Object.fromEntries(means);
}

/** The distances behind every view of one model, n x n each. */
export function viewDistances({ run, encoded, metrics }: Prompts): Record<ViewName, Float64Array> {
  const { texts } = run.tokenized;
  const n = texts.length;
  const gramOf = (kind: VectorKind) =>
    gramOfVectors(texts.map((text, i) => textVector(kind, text, encoded[i].hidden)));
  const byVector = VECTOR_KINDS.map((kind) => [kind, euclideanDistances(gramOf(kind), n)]);
  const inPlane = pointDistances(pca(gramOf('mean'), n).scores, n, 2);
  return { ...Object.fromEntries([...byVector, ...metrics]), pca: inPlane };
}
