/// <reference lib="esnext.disposable" preserve="true" />
import { InputError } from '../errors.ts';
import { type ResolvedModel, resolveModel } from '../hub/resolve.ts';
import { checkSize } from '../linalg/check.ts';
import type { ModelShape, ParameterCount } from '../model/architecture.ts';
import type { Capture, Encoding, Tensor } from '../model/capture.ts';
import type { TokenIds } from '../model/check-request.ts';
import type { Device } from '../model/device.ts';
import { Runner } from '../model/runner.ts';
import { withDownloadProgress } from '../run/download-progress.ts';
import { loadTokenizer, type Tokenizer } from '../text/tokenizer.ts';
import { contextOf, type Watching } from './context.ts';

/** Which state of a model is opened, and on what it runs. */
export interface OpenModelOptions extends Watching {
  /** Branch, tag or commit, as `step1000`; `main` by default. */
  revision?: string;
  /** Default `auto`, which is the CPU. */
  device?: Device | 'auto';
  /** Of the CPU; default one per physical core. */
  threads?: number;
  /** Seed of random weights to run in place of the checkpoint's, as training would begin with. */
  untrained?: number;
  /** Never use the network; false by default. */
  offline?: boolean;
}

/** What is known of an open model: its shape, where it comes from, what it runs on. */
export interface OpenModelFacts extends ModelShape, ResolvedModel {
  /** Family of the checkpoint, as config.json names it. */
  modelType: string;
  parameters: ParameterCount;
  device: Device;
  threads: number;
}

/** How texts are encoded. */
export interface EncodeTextsOptions {
  /** Cuts each text at so many tokens; by default a text beyond the model's context is refused. */
  maxTokens?: number;
  /** Stops the model between two blocks. */
  signal?: AbortSignal;
  /** Called with the share of the work that is done, 0 to 1. */
  onProgress?: (share: number) => void;
}

/** A text as the model reads it. */
export interface Tokens {
  ids: number[];
  /** What each id stands for; bytes that are no whole character show as `<0xF0>`. */
  strings: string[];
}

/** What one text gave, with its token ids; `strings` is absent where ids were given. */
export type EncodedText = Encoding & Pick<Tokens, 'ids'> & Partial<Pick<Tokens, 'strings'>>;

/** A model that is open: it runs in a thread of its own, which does not keep the process alive. Made by `openModel`. */
export class OpenModel {
  readonly facts: OpenModelFacts;
  private readonly runner: Runner;
  private loading?: Promise<Tokenizer>;

  /** @internal */
  constructor(resolved: ResolvedModel, runner: Runner) {
    const { shape, modelType, parameters, device, threads } = runner;
    this.runner = runner;
    this.facts = { ...resolved, ...shape, modelType, parameters, device, threads };
  }

  /**
   * The tokens of a text: the ids of transformers' `AutoTokenizer`, with those that it puts around a text: none for Pythia, </s> for OPT.
   * @param limit the first so many tokens only
   * @throws InputError where the model's folder has no tokenizer, or the text half a character
   */
  async tokenize(text: string, limit?: number): Promise<Tokens> {
    const tokenizer = await this.tokenizer();
    const ids = tokenizer.encode(text, { limit });
    return { ids, strings: ids.map(tokenizer.decode) };
  }

  /**
   * Runs texts, each a string or its token ids, in order, and yields what was asked of each as soon as it is there;
   * nothing else is computed. A text's `index` is its place in the list.
   * @throws InputError for what is no list, an empty text, one beyond the model's context, an id outside the
   * vocabulary, or a layer, block or row that is not there; the reason of `signal`
   */
  async *encode(
    texts: readonly (string | TokenIds)[],
    capture: Capture,
    { maxTokens, signal, onProgress }: EncodeTextsOptions = {},
  ): AsyncGenerator<EncodedText, void> {
    if (!Array.isArray(texts))
      throw new InputError('encode takes a list of texts', "give ['one text'] for a single one");
    if (maxTokens !== undefined) checkSize('maxTokens', maxTokens, 1);
    const named: Partial<Tokens>[] = [];
    const ids: TokenIds[] = [];
    for (const text of texts as readonly (string | TokenIds)[]) {
      const tokens = typeof text === 'string' ? await this.tokenize(text, maxTokens) : undefined;
      named.push({ strings: tokens?.strings });
      ids.push(tokens?.ids ?? firstOf(text as TokenIds, maxTokens));
    }
    for await (const encoding of this.runner.encode(ids, capture, { signal, onProgress })) {
      const { strings } = named[encoding.index];
      yield { ...encoding, ids: Array.from<number | bigint, number>(ids[encoding.index], Number), strings };
    }
  }

  /**
   * Products of two sets of hidden states of one layer, A Bᵀ in float64, (rows of A, rows of B) row-major: of the Gram
   * matrix of two texts together, the part between them. The states are not normalised.
   * @param a hidden states, (rows of A, hidden)
   * @param b likewise, (rows of B, hidden)
   */
  crossGram(a: Tensor, b: Tensor): Promise<Float64Array> {
    return this.runner.crossGram(a, b);
  }

  /** Frees the model's memory; a block that is being computed is finished first. */
  close(): Promise<void> {
    return this.runner.close();
  }

  /** `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private tokenizer(): Promise<Tokenizer> {
    this.loading ??= loadTokenizer(this.facts.folder);
    return this.loading;
  }
}

/**
 * Opens a model, downloading it once where it is not on this machine.
 * @param name a short name (`nano-l`, which is built in, `pythia-410m`), `org/repo`, a folder, or NAME=one of these
 * @throws InputError for a name, revision, folder, checkpoint or device that cannot be used; HubUnreachable without a
 * network; LlmgeoError where disk or cache fail; the reason of `signal`
 * @example
 * ```ts
 * await using model = await openModel('nano-xs');
 * for await (const { hidden } of model.encode(['The king.'], { hidden: [model.facts.blocks] }))
 *   hidden.get(model.facts.blocks)!.dims; // [3, 32]
 * ```
 */
export async function openModel(name: string, options: OpenModelOptions = {}): Promise<OpenModel> {
  const { revision, device, threads, untrained, offline = false } = options;
  const context = contextOf(options);
  const resolved = await withDownloadProgress(context, offline, (hub) => resolveModel(name, revision, hub));
  context.signal.throwIfAborted();
  return new OpenModel(
    resolved,
    await Runner.open(resolved.folder, { device, threads, untrained, weights: resolved.weights }),
  );
}

function firstOf(ids: TokenIds, most: number | undefined): TokenIds {
  if (most === undefined || !(ids?.length > most)) return ids;
  return Array.prototype.slice.call(ids, 0, most);
}
