/** The library: what the command line uses is what a program can import. */
export { InputError, Interrupted, LlmgeoError } from './errors.ts';
export { HubUnreachable } from './hub/faults.ts';
export {
  type HubOptions,
  type ResolvedDataset,
  type ResolvedModel,
  resolveDataset,
  resolveModel,
} from './hub/resolve.ts';

export { centerGram, gramOfRows, leadingGram, normalizeGram } from './linalg/gram.ts';
export { symmetricEigenvalues } from './linalg/symmetric-eigenvalues.ts';
export { bootstrapInterval, type Interval } from './metrics/bootstrap.ts';
export { type CorpusPoint, corpusCurve, type TextCurve } from './metrics/corpus-curve.ts';
export { euclideanDistances } from './metrics/euclidean.ts';
export {
  DEFAULT_SIGMA,
  gainAsPrinted,
  type InformationGain,
  informationGain,
  informationGainBound,
} from './metrics/information-gain.ts';
export { DEFAULT_GAMMA } from './metrics/jensen-shannon.ts';
export { alphaOfLambda, type LassoSolution, lambdaOfAlpha, lasso } from './metrics/lasso.ts';
export { lassoPath } from './metrics/lasso-path.ts';
export { centerEntries, type LassoProblem, largestLambda, lassoProblem } from './metrics/lasso-problem.ts';
export { centeredMatrixEntropy, matrixEntropy } from './metrics/matrix-entropy.ts';
export { nearestNeighborAccuracy } from './metrics/nearest-neighbor.ts';
export { type Pca, pca } from './metrics/pca.ts';
export { silhouettePermutationP } from './metrics/permutation.ts';
export { type LogLogFit, logLogFit, type OffsetFit, offsetFit } from './metrics/power-law.ts';
export {
  DEFAULT_EPS,
  type RateDistortionEntropy,
  rankRatioEntropy,
  rateDistortionEntropy,
} from './metrics/rate-distortion.ts';
export {
  checkDistanceOptions,
  DEFAULT_RIDGE,
  DISTANCES,
  type DistanceName,
  type DistanceOptions,
  sentenceDistance,
} from './metrics/sentence-distance.ts';
export { SentencePair, SentenceStates } from './metrics/sentence-pair.ts';
export { sentencePair, sentenceStates } from './metrics/sentence-rows.ts';
export { type Separation, separation, silhouetteInterval } from './metrics/separation.ts';
export { silhouetteSamples } from './metrics/silhouette.ts';
export { stableRank } from './metrics/stable-rank.ts';
export { type TheoremA1, theoremA1 } from './metrics/theorem-a1.ts';
export { DEFAULT_UMAP, type UmapOptions, umapLayout } from './metrics/umap.ts';
export type { Architecture, ModelShape, WeightSpec } from './model/architecture.ts';
export type { AttentionRequest, Capture, Encoding, Layer, Tensor } from './model/capture.ts';
export type { TokenIds } from './model/check-request.ts';
export { type Checkpoint, openCheckpoint } from './model/checkpoint.ts';
export type { Device } from './model/device.ts';
export { readArchitecture } from './model/families.ts';
export { parseLayers } from './model/layers.ts';
export { type EncodeOptions, Runner, type RunnerOptions } from './model/runner.ts';
export { type Random, seededRandom } from './random.ts';
export { npyFile } from './report/tensors/npy.ts';
export { safetensorsFile } from './report/tensors/safetensors.ts';
export type { NamedTensor } from './report/tensors/tensor.ts';
export { HELDOUT_FILE } from './text/defaults.ts';
export { LONDON_SENTENCE } from './text/london.ts';
export { countryPrompts } from './text/prompts.ts';
export { type EncodeTextOptions, loadTokenizer, type Tokenizer } from './text/tokenizer.ts';
