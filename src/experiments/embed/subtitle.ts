import { counted, distinct, line, neighbours, runParts } from '../../report/plot/subtitle.ts';
import type { Json, Result } from '../../report/result.ts';

/** What a figure of embeddings was made from: models, revisions and layers; then the texts and the UMAP's options. */
export function embedSubtitle({ rows, meta }: Result): string[] {
  const options = (meta.options ?? {}) as Record<string, Json>;
  const texts = distinct(rows, 'text');
  const view = [
    typeof options.neighbors === 'number' ? neighbours(options.neighbors, texts) : '',
    typeof options.min_dist === 'number' ? `min_dist ${options.min_dist}` : '',
    typeof options.seed === 'number' ? `seed ${options.seed}` : '',
  ];
  const hasUmap = rows.some(({ umap_1 }) => (umap_1 ?? null) !== null);
  return [line(runParts(rows)), line([counted(texts, 'text'), ...(hasUmap ? view : [])])];
}
