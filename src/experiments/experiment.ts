import type { Steps } from '../metrics/steps.ts';
import type { ParameterCount } from '../model/architecture.ts';
import type { Capture, Encoding, Layer, Tensor } from '../model/capture.ts';
import type { Page } from '../report/plot/page.ts';
import type { Spec } from '../report/plot/spec.ts';
import type { Json, Result } from '../report/result.ts';
import type { Answering } from '../report/terminal/answer.ts';
import type { DefaultInput } from '../text/defaults.ts';
import type { TokenizedText } from '../text/tokenized-text.ts';
import type { Identity } from './identity.ts';

/** What an experiment knows of the model that it measures. */
export interface ModelFacts {
  identity: Identity;
  /** The layers that were asked for. */
  layers: readonly Layer[];
  /** Entries of a hidden state, d, in each of them: the last may be narrower than the others. */
  dims: readonly number[];
  /** Number of blocks, L: the layer of this number is the last. */
  blocks: number;
  parameters: ParameterCount;
}

/** A text as tables name it. */
export type TextName = Pick<TokenizedText, 'index' | 'context' | 'label'>;

/** What a table is headed by: whether untrained models run beside the trained ones, and what the input texts are. */
export interface TableInput {
  control: boolean;
  texts: readonly TextName[];
}

/** The numbers of an experiment, before anything is said of how they came about. */
export type Table = Pick<Result, 'rows' | 'summary'>;

/**
 * What an experiment is: pure functions from what a model gives of a text to a table and a figure. It owns no loop,
 * reads and writes nothing, and the same records make the same bytes.
 *
 * `Record` is what is kept of one text, `Part` of several together: plain values and typed arrays, which can be
 * written down exactly and read again.
 */
export interface Experiment<Options, Record, Part = never> {
  /** As the command is called. */
  readonly name: string;
  /** What the flags, the library and the paper start from. */
  readonly defaults: Options;
  /** What it measures where no text is given. */
  texts(): Promise<DefaultInput> | DefaultInput;
  /**
   * Every option that changes a number, for `meta.options`.
   * @param maxTokens at how many tokens each text was cut; null where at the model's context
   */
  described(options: Options, maxTokens: number | null): { [key: string]: Json };
  /** The columns of its rows, in their order. */
  columns(options: Options, input: TableInput): string[];
  /**
   * Begins on one model.
   * @throws InputError where the texts are not what the options want
   */
  begin(model: ModelFacts, texts: readonly TokenizedText[], options: Options): Measurement<Record, Part>;
  /** Rows and summary of all models, in the order in which they ran. */
  table(runs: readonly ModelRecords<Record, Part>[], options: Options): Steps<Table>;
  /** Draws a result of it. */
  figure(result: Result, page?: Page): Spec;
  /** What a result of it comes to, for a terminal. */
  answer: Answering;
  /** How saved results of it are known again. */
  saved: readonly SavedKind[];
}

/** How a saved result is known, by its columns. */
export interface SavedKind {
  /** A column that no other kind has. */
  mark: string;
  /** Columns without which there is nothing to draw; they hold numbers, or nothing. */
  numbers: readonly string[];
  /** Those that hold names. */
  names: readonly string[];
  /** What is drawn of the summary alone, in words; null where these rows have no such thing. */
  ofSummary?(result: Result): string | null;
}

/** An experiment at work on one model. */
export interface Measurement<Record, Part = never> {
  /** What it needs of every text. */
  capture: Capture;
  /** What was chosen that the user did not name, to be said on stderr. */
  notes?: readonly string[];
  /** What `meta` says of the model beyond what is known of every model. */
  facts?: { [key: string]: Json };
  /** How often `ofText` of a text that takes long stops, for progress. */
  stops?(text: TokenizedText): number;
  /** Measures one text; needs no other. Absent where only pairs of texts count. */
  ofText?(text: TokenizedText, encoding: Encoding): Steps<Record>;
  /** What only several texts together give. */
  together?: Together<Part>;
}

/** What only several texts together give, in parts that can be measured one by one. */
export interface Together<Part> {
  /** How many parts there are. */
  parts: number;
  /** The texts, by their places in the list of the model, of which a part must have seen the encodings. */
  textsOf(part: number): readonly number[];
  /** Takes what was captured of the text at a place. */
  see(place: number, encoding: Encoding): void;
  /** Measures some parts, in ascending order. */
  measure(parts: readonly number[], model: ModelAtHand): AsyncGenerator<{ part: number; steps: Steps<Part> }>;
}

/** The model itself, for what needs more of it than its encodings. */
export interface ModelAtHand {
  /** Products of two sets of hidden states, A Bᵀ in float64, (rows of A) x (rows of B). */
  product(a: Tensor, b: Tensor): Promise<Float64Array>;
  /** Runs the texts at some places again, in a call of their own. */
  encode(places: readonly number[], capture: Capture): AsyncIterable<Encoding>;
}

/** All that was measured of one model. */
export interface ModelRecords<Record, Part = never> {
  model: ModelFacts;
  /** The texts that have a token, in order. */
  texts: readonly TextName[];
  /** One for each of them. */
  records: readonly Record[];
  parts: readonly Part[];
}
