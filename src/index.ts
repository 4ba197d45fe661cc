/** The library: what the command line uses is what a program can import. */
export { InputError, LlmgeoError } from './errors.ts';
export {
  type HubOptions,
  type ResolvedDataset,
  type ResolvedModel,
  resolveDataset,
  resolveModel,
} from './hub/resolve.ts';
export { Interrupted } from './interruption.ts';
export { normalizeGram } from './linalg/gram.ts';
export { type CorpusPoint, corpusCurve, type TextCurve } from './metrics/corpus-curve.ts';
export {
  DEFAULT_SIGMA,
  gainAsPrinted,
  type InformationGain,
  informationGain,
  informationGainBound,
} from './metrics/information-gain.ts';
export type { Architecture, ModelShape, WeightSpec } from './model/architecture.ts';
export type { AttentionRequest, Capture, Encoding, Layer, Tensor } from './model/capture.ts';
export { type Checkpoint, openCheckpoint } from './model/checkpoint.ts';
export type { Device } from './model/device.ts';
export { readArchitecture } from './model/families.ts';
export { parseLayers } from './model/layers.ts';
export { type EncodeOptions, Runner, type RunnerOptions } from './model/runner.ts';
export { HELDOUT_FILE, LONDON_SENTENCE } from './text/defaults.ts';
export { loadTokenizer, type Tokenizer } from './text/tokenizer.ts';
