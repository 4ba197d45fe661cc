import type { Json, Result } from '../report/result.ts';
import type { CorpusModel } from './corpus.ts';
import type { PromptModel } from './prompts.ts';

/** What a command alone would find, with what `meta` says of the models it ran. */
export interface Found extends Pick<Result, 'rows' | 'summary'> {
  descriptions: Record<string, Json>[];
}

/** All that was measured of all models, before it becomes figures and claims. */
export interface Measured {
  /** The corpus in the trained models and, untrained, with the first seed: what figures draw. */
  drawn: CorpusModel[];
  prompts: PromptModel[];
  london: Found;
  theory: Found;
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
}
