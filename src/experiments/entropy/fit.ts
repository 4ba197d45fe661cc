import { logLogFit, offsetFit } from '../../metrics/power-law.ts';
import type { Json } from '../../report/result.ts';
import { entropyOfRank, rankOf, type SummaryOptions } from './groups.ts';
import {
  type FitGroup,
  heightOf,
  nullModel,
  type Point,
  rankInterval,
  sharedPoints,
  slopeInterval,
} from './points.ts';

/** Models of different size that a power law needs: a line through two points always fits. */
export const LEAST_MODELS = 3;
/** L0 + lambda N^gamma through four points leaves one degree of freedom: it says nothing. */
const LEAST_MODELS_FOR_OFFSET = 5;

const NOTE =
  'low and high are a 95 % bootstrap over texts: they hold for these models and say nothing of other models or training runs. R² of so few points is a weak test: residual is how far the log of each eq1 lies above the line';

/** A fitted power law, as the summary prints it. */
export type PowerLaw = {
  /** How many texts have a matrix entropy in every model. */
  texts: number;
  /** Which count of parameters is N. */
  parameters: SummaryOptions['parameters'];
  slope: number;
  /** Ends of the slope's interval; null with one text. */
  low: number | null;
  high: number | null;
  r2: number | null;
  prefactor: number;
  residual_degrees_of_freedom: number;
  null_rank: number;
  null_slope: number;
  null_r2: number | null;
  note: string;
  offset_fit: Json;
  /** What was fitted: rank and eq. (1) of each model, and eq. (1) at the constant rank. */
  points: PowerLawPoint[];
};

type PowerLawPoint = {
  model: string;
  parameters: number;
  dim: number;
  rank: number;
  rank_ratio: number;
  eq1: number;
  /** Ends of the intervals of rank and eq1; null with one text. */
  rank_low: number | null;
  rank_high: number | null;
  eq1_low: number | null;
  eq1_high: number | null;
  null_eq1: number;
  /** log eq1 less the fitted line there, nats. */
  residual: number;
};

/**
 * Fits y = lambda N^gamma over models (Fig 1, measured): y is eq. (1) at the rank of each model, N its parameters. The
 * interval resamples the texts, the same for all models; the null line gives every model the rank of the narrowest.
 * @param groups one per model, in one layer each
 * @returns null for fewer than three sizes, or where the models share no text with a matrix entropy
 */
export function fitPowerLaw(groups: readonly FitGroup[], options: SummaryOptions): PowerLaw | null {
  const line = fitPoints(groups, options);
  if (line === null) return null;
  const { points, texts, sizes, heights, fit } = line;
  const distinct = new Set(sizes).size;
  const constant = nullModel(points, sizes, options);
  const interval = texts > 1 ? slopeInterval(points, texts, sizes, options) : null;
  return {
    texts,
    parameters: options.parameters,
    slope: fit.gamma,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    r2: fit.r2,
    prefactor: fit.lambda,
    residual_degrees_of_freedom: fit.residualDegreesOfFreedom,
    null_rank: constant.rank,
    null_slope: constant.fit.gamma,
    null_r2: constant.fit.r2,
    note: NOTE,
    offset_fit: distinct < LEAST_MODELS_FOR_OFFSET ? 'too few models' : offsetModel(sizes, heights),
    points: points.map((point, i) => {
      const { model, parameters, dim, entropies } = point;
      const rank = rankOf(entropies, options.rankMean);
      const ratio = Math.min(1, rank / dim);
      return {
        model,
        parameters,
        dim,
        rank,
        rank_ratio: ratio,
        eq1: heights[i],
        ...intervalsOf(point, options),
        null_eq1: constant.heights[i],
        residual: Math.log(heights[i] / fit.lambda) - fit.gamma * Math.log(parameters),
      };
    }),
  };
}

/** The slope of the same fit by itself, without its interval. */
export function powerLawSlope(groups: readonly FitGroup[], options: SummaryOptions): number | null {
  return fitPoints(groups, options)?.fit.gamma ?? null;
}

function fitPoints(groups: readonly FitGroup[], options: SummaryOptions) {
  const { points, texts } = sharedPoints(groups);
  const sizes = points.map(({ parameters }) => parameters);
  if (new Set(sizes).size < LEAST_MODELS || texts === 0) return null;
  const heights = points.map((point) => heightOf(point, point.entropies, options));
  return { points, texts, sizes, heights, fit: logLogFit(sizes, heights)! };
}

/** Eq. (1) grows with the rank, so that the ends of the rank's interval give those of its own. */
function intervalsOf(point: Point, options: SummaryOptions) {
  const rank = rankInterval(point, options);
  const eq1 = (end: number) => entropyOfRank(end, point.dim, options.eps);
  if (rank === null) return { rank_low: null, rank_high: null, eq1_low: null, eq1_high: null };
  return { rank_low: rank.low, rank_high: rank.high, eq1_low: eq1(rank.low), eq1_high: eq1(rank.high) };
}

function offsetModel(sizes: number[], heights: number[]): Json {
  const fit = offsetFit(sizes, heights);
  if (fit === null) return null;
  const { offset, lambda, gamma, sse, residualDegreesOfFreedom } = fit;
  return {
    offset,
    prefactor: lambda,
    exponent: gamma,
    sse,
    residual_degrees_of_freedom: residualDegreesOfFreedom,
  };
}
