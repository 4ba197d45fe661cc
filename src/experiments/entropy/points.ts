import { bootstrapInterval } from '../../metrics/bootstrap.ts';
import { logLogFit } from '../../metrics/power-law.ts';
import { seededRandom } from '../../random.ts';
import { entropyOfRank, rankOf, type SummaryOptions } from './groups.ts';
import type { EntropyRow } from './rows.ts';

/** What a power law is fitted to: the matrix entropies of one model's texts. */
export interface FitGroup {
  model: string;
  dim: number;
  parameters: number;
  rows: Pick<EntropyRow, 'text' | 'matrix_entropy'>[];
}

/** A model as a point of the fit, with the matrix entropies of the texts that all models share. */
export interface Point {
  model: string;
  dim: number;
  parameters: number;
  entropies: Float64Array;
}

/** The models as points, and how many texts have a matrix entropy in all of them. */
export function sharedPoints(groups: readonly FitGroup[]): { points: Point[]; texts: number } {
  const byText = groups.map(
    ({ rows }) =>
      new Map(rows.flatMap((row) => (row.matrix_entropy === null ? [] : [[row.text, row.matrix_entropy]]))),
  );
  const shared = [...(byText[0]?.keys() ?? [])].filter((text) => byText.every((texts) => texts.has(text)));
  const points = groups.map(({ model, dim, parameters }, i) => ({
    model,
    dim,
    parameters,
    entropies: Float64Array.from(shared, (text) => byText[i].get(text)!),
  }));
  return { points, texts: shared.length };
}

/** Eq. (1) at the rank that some of a model's entropies make. */
export function heightOf({ dim }: Point, entropies: Float64Array, { rankMean, eps }: SummaryOptions): number {
  return entropyOfRank(rankOf(entropies, rankMean), dim, eps);
}

/** Interval of the log-log slope over draws of the texts, each draw the same for all models. */
export function slopeInterval(
  points: readonly Point[],
  texts: number,
  sizes: number[],
  options: SummaryOptions,
) {
  const drawn = new Float64Array(texts);
  const slope = (indices: Int32Array) => {
    const heights = points.map((point) => {
      for (let i = 0; i < texts; i++) drawn[i] = point.entropies[indices[i]];
      return heightOf(point, drawn, options);
    });
    return logLogFit(sizes, heights)!.gamma;
  };
  return bootstrapInterval(texts, slope, seededRandom(options.seed));
}

/** Interval of a model's rank over draws of its texts; null with one text. */
export function rankInterval({ entropies }: Point, { rankMean, seed }: SummaryOptions) {
  const drawn = new Float64Array(entropies.length);
  const rank = (indices: Int32Array) =>
    rankOf(
      drawn.map((_, i) => entropies[indices[i]]),
      rankMean,
    );
  return entropies.length > 1 ? bootstrapInterval(entropies.length, rank, seededRandom(seed)) : null;
}

/** Every model gets the measured rank of the narrowest, so that only the width varies. */
export function nullModel(points: readonly Point[], sizes: number[], { rankMean, eps }: SummaryOptions) {
  const narrowest = points.reduce((least, point) => (point.dim < least.dim ? point : least));
  const rank = rankOf(narrowest.entropies, rankMean);
  const heights = points.map(({ dim }) => entropyOfRank(rank, dim, eps));
  return { rank, heights, fit: logLogFit(sizes, heights)! };
}
