import type { ParameterCount } from '../../model/architecture.ts';
import type { Subject } from './claim.ts';
import type { LassoAttention } from './lasso.ts';

/** What one text of the corpus gave in one model. */
export interface CorpusText {
  /** Index of the text among the inputs. */
  index: number;
  tokens: number;
  /** Of every prefix, in nats. */
  informationGain: Float64Array;
  /** Of every token, in nats. */
  gain: Float64Array;
  /** Lasso picks against attention picks, one for each strength; none for a text of one token. */
  picks: LassoAttention[];
}

/** What one model, trained or untrained, gave on the corpus. */
export interface CorpusRun extends Subject {
  parameters: ParameterCount;
  dim: number;
  texts: CorpusText[];
}

/** The corpus as all models read it, smallest model first; text i is the same in all of them. */
export interface CorpusRuns {
  trained: CorpusRun[];
  /** Of each size, its untrained models, one per seed; a small model has more seeds than a large one. */
  control: CorpusRun[][];
  /** What the claims call the texts. */
  data: string;
}

/** Leaves out texts that are empty to the tokenizer of any model, so that the others are paired. */
export function pairTexts({ trained, control, data }: CorpusRuns): CorpusRuns {
  const known = [...trained, ...control.flat()].map(({ texts }) => new Set(texts.map(({ index }) => index)));
  const isShared = ({ index }: CorpusText) => known.every((indices) => indices.has(index));
  const shared = (run: CorpusRun) => ({ ...run, texts: run.texts.filter(isShared) });
  return { trained: trained.map(shared), control: control.map((runs) => runs.map(shared)), data };
}

/** What every size has of each seed, one list of sizes per seed. */
export function bySeed<T>(sizes: readonly (readonly T[])[]): T[][] {
  const seeds = sizes.length === 0 ? 0 : Math.min(...sizes.map((of) => of.length));
  return Array.from({ length: seeds }, (_, seed) => sizes.map((of) => of[seed]));
}

/** How many sizes there are: models of one size have no order. */
export function sizeCount({ trained }: CorpusRuns): number {
  return new Set(trained.map(({ parameters }) => parameters.total)).size;
}

/** How many tokens each text has in every model at least. */
function lengthsOf({ trained }: CorpusRuns): number[] {
  return trained[0].texts.map((_, i) => Math.min(...trained.map(({ texts }) => texts[i].tokens)));
}

/** The texts that reach a length in every model. */
export function textsReaching(runs: CorpusRuns, length: number): number[] {
  return lengthsOf(runs).flatMap((tokens, i) => (tokens >= length ? [i] : []));
}

/** What figures say of the lengths at which claims compare. */
export function lengthsOfFigure(runs: CorpusRuns): { compared: number; halfWidth: number; longest: number } {
  const longest = runs.trained.flatMap(({ texts }) => texts.map(({ tokens }) => tokens));
  return {
    compared: comparedLength(runs),
    halfWidth: halfWidth(runs),
    longest: longest.reduce((a, b) => Math.max(a, b), 0),
  };
}

/** The greatest length that every text reaches in every model; 0 without texts. */
export function commonLength(runs: CorpusRuns): number {
  const lengths = lengthsOf(runs);
  return lengths.length === 0 ? 0 : lengths.reduce((a, b) => Math.min(a, b));
}

/** m: half the width of the narrowest model, beyond which its Gram matrix fills up (rank <= d) whatever the text says. */
export function halfWidth({ trained }: CorpusRuns): number {
  return Math.floor(Math.min(...trained.map(({ dim }) => dim)) / 2);
}

/** The length at which sizes are compared: m, or, where half of the texts are shorter, what more than half reach. */
export function comparedLength(runs: CorpusRuns): number {
  const longestFirst = lengthsOf(runs).sort((a, b) => b - a);
  return Math.min(halfWidth(runs), longestFirst[Math.floor(longestFirst.length / 2)] ?? 0);
}

/** The mean of some texts' values. */
export function meanAt(values: ArrayLike<number>, texts: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < texts.length; i++) sum += values[texts[i]];
  return sum / texts.length;
}
