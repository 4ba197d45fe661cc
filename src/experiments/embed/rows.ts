import type { Layer } from '../../model/capture.ts';
import type { Json, Row } from '../../report/result.ts';
import type { Table } from '../experiment.ts';
import type { Identity } from '../identity.ts';
import type { Embedding } from './embedding.ts';
import type { VectorKind } from './vectors.ts';

/** An embedding with what it is of. */
export interface MeasuredEmbedding extends Embedding {
  identity: Identity;
  layer: Layer;
  kind: VectorKind;
}

/** The columns of `embed` after those that name the model; `context` and `label` where any text of the input has one. */
export function embedColumns(texts: readonly { context?: string; label?: string }[]): string[] {
  return [
    'text',
    ...(texts.some(({ context }) => context !== undefined) ? ['context'] : []),
    ...(texts.some(({ label }) => label !== undefined) ? ['label'] : []),
    'vector',
    'pca_1',
    'pca_2',
    'umap_1',
    'umap_2',
  ];
}

/** One row per text. */
export function embedRows({ identity, layer, kind, texts, pca, umap }: MeasuredEmbedding) {
  return texts.map(
    (text, i): Row => ({
      ...identity,
      layer,
      text: text.index,
      context: text.context ?? null,
      label: text.label ?? null,
      vector: kind,
      pca_1: pca.scores[2 * i],
      pca_2: pca.scores[2 * i + 1],
      umap_1: umap?.[2 * i] ?? null,
      umap_2: umap?.[2 * i + 1] ?? null,
    }),
  );
}

/** What the summary says of one embedding. */
export function embedSummary(embedding: MeasuredEmbedding): Record<string, Json> {
  const { identity, layer, kind, texts, pca, separation } = embedding;
  return {
    ...identity,
    layer,
    vector: kind,
    texts: texts.length,
    explained_variance: pca.explainedVariance,
    explained_variance_ratio: pca.explainedVarianceRatio,
    neighbors_used: embedding.neighborsUsed,
    separation,
  };
}

/** Rows and summary of all embeddings. */
export function embedTable(embeddings: readonly MeasuredEmbedding[]): Table {
  const rows: Row[] = [];
  for (const embedding of embeddings) for (const row of embedRows(embedding)) rows.push(row);
  return { rows, summary: { embeddings: embeddings.map(embedSummary) } };
}
