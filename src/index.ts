/**
 * The main door: models, experiments and their results. Metrics and formats have doors of their own, `llmgeo/metrics` and
 * `llmgeo/formats`.
 */
export { InputError, Interrupted, LlmgeoError } from './errors.ts';
export { type DistanceOptions, distance } from './experiments/distance/distance.ts';
export { type EmbedOptions, embed } from './experiments/embed/embed.ts';
export { type EntropyOptions, entropy } from './experiments/entropy/entropy.ts';
export type {
  Experiment,
  Measurement,
  ModelAtHand,
  ModelFacts,
  ModelRecords,
  SavedKind,
  Table,
  TableInput,
  TextName,
  Together,
} from './experiments/experiment.ts';
export { type InfogainOptions, infogain } from './experiments/infogain/infogain.ts';
export { lasso } from './experiments/lasso/lasso.ts';
export type { LassoOptions } from './experiments/lasso/options.ts';
export type { TargetName } from './experiments/lasso/targets.ts';
export { type TheoryOptions, theory } from './experiments/theory/theory.ts';
export { HubUnreachable } from './hub/faults.ts';
export type { Progress, ProgressOptions, ProgressUnit } from './io/progress.ts';
export { readResult } from './io/read-result.ts';
export type { Watching } from './library/context.ts';
export { draw } from './library/draw.ts';
export {
  type EncodedText,
  type EncodeTextsOptions,
  type OpenModel,
  type OpenModelFacts,
  type OpenModelOptions,
  openModel,
  type Tokens,
} from './library/open-model.ts';
export { type LabelledText, type RunOptions, run, type TextInput } from './library/run.ts';
export type { Steps } from './metrics/steps.ts';
export type { ModelShape, ParameterCount } from './model/architecture.ts';
export type { AttentionRequest, Capture, Encoding, Layer, Tensor } from './model/capture.ts';
export type { TokenIds } from './model/check-request.ts';
export type { Device } from './model/device.ts';
export type { Page } from './report/plot/page.ts';
export type { Spec } from './report/plot/spec.ts';
export type { Cell, Json, Result, Row } from './report/result.ts';
export type { Talk } from './run/context.ts';
export type { TokenizedText } from './text/tokenized-text.ts';
