import type { Steps } from '../../metrics/steps.ts';
import { DEFAULT_UMAP } from '../../metrics/umap.ts';
import { countryInput } from '../../text/prompts.ts';
import type { Experiment, ModelRecords } from '../experiment.ts';
import { identityColumns } from '../identity.ts';
import { separationAnswer } from '../separation-answer.ts';
import { embeddingSteps, type EmbedOptions as PlaneOptions } from './embedding.ts';
import { embedFigure, embedOfSummary } from './figure.ts';
import { embedColumns, embedTable, type MeasuredEmbedding } from './rows.ts';
import { labelPosition, textVector, type VectorKind } from './vectors.ts';

/** What decides the vectors of texts and their views in the plane. */
export interface EmbedOptions extends PlaneOptions {
  vector: readonly VectorKind[];
}

/** The vectors of one text: of each kind, in each wanted layer. */
export type EmbedRecord = Float64Array[][];

/** Sentence vectors in the plane by PCA and UMAP, and how well they separate (section 4.3, Fig 4). */
export const embed: Experiment<EmbedOptions, EmbedRecord> = {
  name: 'embed',
  defaults: { vector: ['mean'], ...DEFAULT_UMAP, seed: 0 },
  texts: countryInput,
  described: ({ vector, neighbors, minDist, seed }, maxTokens) => {
    return { vector: [...vector], neighbors, min_dist: minDist, seed, max_tokens: maxTokens };
  },
  columns: (_, { control, texts }) => [...identityColumns(control), ...embedColumns(texts)],
  begin: ({ layers }, texts, { vector }) => {
    if (vector.includes('country')) texts.forEach(labelPosition); // before the model runs
    return {
      capture: { hidden: [...layers] },
      *ofText(text, { hidden }) {
        const vectors: EmbedRecord = [];
        for (const layer of layers) {
          vectors.push(vector.map((kind) => textVector(kind, text, hidden.get(layer)!)));
          yield;
        }
        return vectors;
      },
    };
  },
  *table(runs, options) {
    const embeddings: MeasuredEmbedding[] = [];
    for (const run of runs) embeddings.push(...(yield* embeddingsOf(run, options)));
    return embedTable(embeddings);
  },
  figure: embedFigure,
  answer: separationAnswer,
  saved: [
    {
      mark: 'pca_1',
      numbers: ['text', 'pca_1', 'pca_2', 'umap_1', 'umap_2'],
      names: ['model', 'vector'],
      ofSummary: embedOfSummary,
    },
  ],
};

/** The embeddings of one model by every kind of vector, in every wanted layer. */
export function* embeddingsOf(
  { model: { identity, layers }, texts, records }: ModelRecords<EmbedRecord>,
  { vector, ...options }: EmbedOptions,
): Steps<MeasuredEmbedding[]> {
  const measured: MeasuredEmbedding[] = [];
  for (const [l, layer] of layers.entries())
    for (const [k, kind] of vector.entries()) {
      const vectors = records.map((ofLayers) => ofLayers[l][k]);
      measured.push({ identity, layer, kind, ...(yield* embeddingSteps(texts, vectors, options)) });
    }
  return measured;
}
