import type { Json } from '../report/result.ts';
import type { PromptModel } from './prompts.ts';
import type { MeasuredPasses } from './reproduce.ts';

/** All that was measured of all models, before it becomes figures and claims. */
export interface Measured {
  passes: MeasuredPasses;
  prompts: PromptModel[];
  /** Every model of the corpus, trained and untrained with each seed. */
  descriptions: Record<string, Json>[];
  /** `meta` of the corpus. */
  input: Record<string, Json>;
  seed: number;
  /** How many untrained models each model had beside it. */
  controls: number[];
  maxTokens: number;
  /** The length at which sizes are compared, half the width of the narrowest model, and the longest text's. */
  lengths: { compared: number; halfWidth: number; longest: number };
  /** The model with the most parameters. */
  largest: string;
}
