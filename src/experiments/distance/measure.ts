import { InputError } from '../../errors.ts';
import { startProgress } from '../../io/progress.ts';
import type { DistanceName, DistanceOptions } from '../../metrics/sentence-distance.ts';
import { type Separation, separationSteps } from '../../metrics/separation.ts';
import type { Steps } from '../../metrics/steps.ts';
import { DEFAULT_UMAP, neighborsUsed, umapSteps } from '../../metrics/umap.ts';
import type { Layer } from '../../model/capture.ts';
import { seededRandom } from '../../random.ts';
import type { ModelRun } from '../../run/model-run.ts';
import { runSteps } from '../../run/run-steps.ts';
import type { TokenizedText } from '../../text/tokenized-text.ts';
import type { Identity } from '../identity.ts';
import { type EncodedText, encodedText, measureDistances } from './pairs.ts';

/** What distances say of the texts between which they are. */
export interface DistanceView {
  /** n x 2 row-major, of DEFAULT_UMAP; null for fewer than four texts, or where all distances are 0. */
  umap: Float64Array | null;
  /** Nearest neighbours of the UMAP, the text itself among them; null without a UMAP. */
  neighborsUsed: number | null;
  /** On the distances themselves; null where no text has a context. */
  separation: Separation | null;
}

/** The distances of one metric between the texts of a run in one layer. */
export interface MeasuredDistances extends DistanceView {
  identity: Identity;
  layer: Layer;
  texts: readonly TokenizedText[];
  metric: DistanceName;
  /** n x n, row-major. */
  distances: Float64Array;
}

export interface DistanceSettings extends DistanceOptions {
  metrics: readonly DistanceName[];
  seed: number;
}

/**
 * Runs the texts of a model once and measures all distances between them, in every wanted layer.
 * @throws InputError where fewer than two texts have a token; Interrupted when the user stops the run
 */
export async function measureAllDistances(
  run: ModelRun,
  settings: DistanceSettings,
  showProgress: boolean,
): Promise<MeasuredDistances[]> {
  const { texts } = run.tokenized;
  checkTexts(texts.length);
  const encoded = new Map(run.layers.map((layer) => [layer, [] as EncodedText[]]));
  for await (const { encoding } of run.encode({ hidden: run.layers, gram: run.layers }))
    for (const [layer, list] of encoded) list.push(encodedText(encoding, layer));
  const measured: MeasuredDistances[] = [];
  for (const [layer, list] of encoded) {
    const found = await layerDistances(run, list, settings, showProgress);
    encoded.set(layer, []); // the states of a layer are wanted no more
    for (const [metric, distances] of found) {
      const view = await runSteps(viewSteps(texts, distances, settings.seed));
      measured.push({ identity: run.identity, layer, texts, metric, distances, ...view });
    }
  }
  return measured;
}

/** @throws InputError for fewer than two texts, between which there is no distance */
export function checkTexts(texts: number): void {
  if (texts < 2)
    throw new InputError(
      `a distance is between two texts, but there ${texts === 1 ? 'is 1' : `are ${texts}`}`,
      'give a second text',
    );
}

/**
 * The layout of the texts by their distances, and how well these separate contexts and labels. Both begin with the
 * seed anew, so that neither depends on what else was asked for.
 * @param distances n x n, row-major
 */
export function* viewSteps(
  texts: readonly Pick<TokenizedText, 'context' | 'label'>[],
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

async function layerDistances(
  run: ModelRun,
  encoded: readonly EncodedText[],
  { metrics, ...options }: DistanceSettings,
  showProgress: boolean,
): Promise<Map<DistanceName, Float64Array>> {
  const n = encoded.length;
  const label = `${run.identity.model} distances`;
  const progress = startProgress({ label, total: n, unit: 'texts', enabled: showProgress });
  try {
    return await measureDistances(
      encoded,
      (a, b) => run.runner.crossGram(a, b),
      metrics,
      options,
      (pairs) => progress.update(Math.floor((2 * pairs) / (n - 1))),
    );
  } finally {
    progress.stop();
  }
}
