/**
 * The door of metrics: pure functions of numbers, without Node, for any JavaScript engine. The two classes of errors are
 * here and behind the main door, which a browser cannot open.
 */
export { InputError, LlmgeoError } from '../errors.ts';
export { centerGram, gramOfRows, leadingGram, normalizeGram } from '../linalg/gram.ts';
export type { SymmetricEigen } from '../linalg/ml-matrix.ts';
export { symmetricEigenvalues } from '../linalg/symmetric-eigenvalues.ts';
export { type Random, seededRandom } from '../random.ts';
export { type BlockAttention, type ExpansionErrors, expansionErrors } from './attention-expansion.ts';
export { bootstrapInterval, type Interval } from './bootstrap.ts';
export { type CorpusPoint, corpusCurve, type TextCurve } from './corpus-curve.ts';
export { euclideanDistances, pointDistances } from './euclidean.ts';
export {
  DEFAULT_SIGMA,
  gainAsPrinted,
  type InformationGain,
  informationGain,
  informationGainBound,
} from './information-gain.ts';
export { DEFAULT_GAMMA } from './jensen-shannon.ts';
export { alphaOfLambda, type LassoSolution, lambdaOfAlpha, solveLasso } from './lasso.ts';
export { lassoPath, type PathPoint } from './lasso-path.ts';
export {
  centerEntries,
  type LassoProblem,
  type LassoState,
  largestLambda,
  lassoProblem,
} from './lasso-problem.ts';
export { centeredMatrixEntropy, matrixEntropy } from './matrix-entropy.ts';
export type { Names } from './named-points.ts';
export { nearestNeighborAccuracy } from './nearest-neighbor.ts';
export { type Pca, pca } from './pca.ts';
export { silhouettePermutationP } from './permutation.ts';
export { type LogLogFit, logLogFit, type OffsetFit, offsetFit } from './power-law.ts';
export { type Prediction, predictionInterval } from './prediction-interval.ts';
export {
  DEFAULT_EPS,
  type RateDistortionEntropy,
  rankRatioEntropy,
  rateDistortionEntropy,
} from './rate-distortion.ts';
export { DEFAULT_THRESHOLD, jaccard, picksOf, selectionError } from './selection.ts';
export {
  DEFAULT_RIDGE,
  DISTANCES,
  type DistanceName,
  type MetricOptions,
  sentenceDistance,
} from './sentence-distance.ts';
export { SentencePair, SentenceStates } from './sentence-pair.ts';
export { sentencePair, sentenceStates } from './sentence-rows.ts';
export {
  type ClassSeparation,
  type ContextSeparation,
  type Separation,
  separation,
  silhouetteInterval,
} from './separation.ts';
export { silhouetteSamples } from './silhouette.ts';
export { stableRank } from './stable-rank.ts';
export { type Theorem41Errors, theorem41Errors } from './theorem-4-1.ts';
export { type TheoremA1, theoremA1 } from './theorem-a1.ts';
export { DEFAULT_UMAP, type UmapOptions, umapLayout } from './umap.ts';
