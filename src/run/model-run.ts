import { basename, join } from 'node:path';
import type { ModelAtHand, ModelFacts } from '../experiments/experiment.ts';
import type { Identity } from '../experiments/identity.ts';
import type { ResolvedModel } from '../hub/resolve.ts';
import type { ParameterCount } from '../model/architecture.ts';
import type { Call } from '../model/batch.ts';
import type { Capture, Encoding, Layer } from '../model/capture.ts';
import type { Device } from '../model/device.ts';
import { widthOf } from '../model/layers.ts';
import type { Runner } from '../model/runner.ts';
import type { Json } from '../report/result.ts';
import { sha256OfFile } from '../sha256.ts';
import type { Tokenizer } from '../text/tokenizer.ts';
import type { RunContext } from './context.ts';
import { weightsHash } from './file-hash.ts';
import type { Deciding, Place } from './store.ts';
import type { TokenizedTexts } from './tokenize.ts';

export interface ModelRequest {
  models: string[];
  /** Each is run of every model, once; none: the models' own default. */
  revisions: string[];
  layer: string;
  device: Device | 'auto';
  threads?: number;
  /** Each model is also run untrained, once with weights drawn from each of these seeds; they may depend on its size. */
  controlSeeds: number[] | ((parameters: ParameterCount) => number[]);
  maxTokens?: number;
  /** Each text begins with the tokenizer's token for that. */
  bos?: boolean;
  offline: boolean;
}

/** Whether untrained models run beside the trained ones. */
export function isControlled({ controlSeeds }: ModelRequest): boolean {
  return typeof controlSeeds === 'function' || controlSeeds.length > 0;
}

/** With untrained models in a run, says which this is: the seed of its weights, or null for the trained one. */
export interface Control {
  seed: number | null;
}

/** What a model run is made of. */
interface Made {
  resolved: ResolvedModel;
  control: Control | undefined;
  runner: Runner;
  place: Place;
  layers: Layer[];
  tokenized: TokenizedTexts;
  tokenizer: Tokenizer | undefined;
  /** At how many tokens texts are cut. */
  limit: number;
  context: RunContext;
}

/** One model at one revision with the texts tokenized for it, ready to run. */
export class ModelRun {
  readonly resolved: ResolvedModel;
  readonly control: Control | undefined;
  readonly runner: Runner;
  readonly place: Place;
  readonly layers: Layer[];
  readonly tokenized: TokenizedTexts;
  private readonly tokenizer: Tokenizer | undefined;
  private readonly hashes: Promise<string[]>;
  private readonly finished = new AbortController();
  /** At how many tokens texts were cut. */
  readonly limit: number;
  readonly context: RunContext;

  constructor(made: Made) {
    this.resolved = made.resolved;
    this.control = made.control;
    this.runner = made.runner;
    this.place = made.place;
    this.layers = made.layers;
    this.tokenized = made.tokenized;
    this.tokenizer = made.tokenizer;
    this.limit = made.limit;
    this.context = made.context;
    const signal = AbortSignal.any([made.context.signal, this.finished.signal]);
    this.hashes = Promise.all(made.runner.files.map((file) => weightsHash(file, signal)));
    this.hashes.catch(() => {}); // awaited in `describe`
  }

  /** What experiments know of this model. */
  get facts(): ModelFacts {
    const { parameters, shape } = this.runner;
    return {
      identity: this.identity,
      layers: this.layers,
      dims: this.dims,
      blocks: shape.blocks,
      parameters,
    };
  }

  /** Entries of a hidden state in each of the layers. */
  private get dims(): number[] {
    return this.layers.map((layer) => widthOf(layer, this.runner.shape));
  }

  /** What begins each row of this model; `weights` where untrained models run beside the trained ones. */
  get identity(): Identity {
    const { name, revision } = this.resolved;
    if (this.control === undefined) return { model: name, revision };
    const untrained = this.seed !== null;
    return {
      model: name,
      revision: untrained ? null : revision,
      weights: untrained ? 'untrained' : 'trained',
    };
  }

  /** Of untrained weights; null where trained. */
  get seed(): number | null {
    return this.control?.seed ?? null;
  }

  /** What progress calls this model. */
  get label(): string {
    return this.seed === null ? this.resolved.name : `${this.resolved.name} untrained`;
  }

  /** Frees the model, and stops what goes on in the background: nobody waits for the weights' hash of a run that failed. */
  async close(): Promise<void> {
    this.finished.abort();
    await this.runner.close();
  }

  /**
   * Runs some calls, or all texts, in order and yields what was captured of each text.
   * @param calls of `planCalls` of all texts; an encoding's index counts among all texts
   * @param onTokens called with the number of tokens that are done; default draws progress
   */
  async *encode(
    capture: Capture,
    calls?: readonly Call[],
    onTokens?: (done: number) => void,
  ): AsyncGenerator<Encoding> {
    const ids = this.tokenized.texts.map((text) => text.ids);
    const wanted = calls === undefined ? ids : calls.flatMap(([begin, end]) => ids.slice(begin, end));
    const total = wanted.reduce((sum, { length }) => sum + length, 0);
    const { signal, talk } = this.context;
    const progress = onTokens ? undefined : talk.progress({ label: this.label, total, unit: 'tokens' });
    const tell = onTokens ?? ((done) => progress!.update(done));
    const onProgress = (share: number) => tell(Math.round(share * total));
    try {
      yield* this.runner.encode(ids, capture, { signal, onProgress, calls });
    } finally {
      progress?.stop();
    }
  }

  /** The model, for what needs more of it than its encodings. */
  get atHand(): ModelAtHand {
    const { runner, tokenized, context } = this;
    return {
      product: (a, b) => runner.crossGram(a, b),
      encode: (places, capture) =>
        runner.encode(
          places.map((place) => tokenized.texts[place].ids),
          capture,
          { signal: context.signal },
        ),
    };
  }

  /** What the tokenizer itself puts around each text; nothing is said where that is nothing. */
  private get addedTokens(): Record<string, Json> {
    const { added } = this.tokenized;
    return added === null ? {} : { special_tokens_added: added };
  }

  /** What `meta` says of this model: everything about it that decides the numbers. */
  async describe(): Promise<Record<string, Json>> {
    const { name, aliasOf, revision, repo, commit } = this.resolved;
    const { modelType, shape, parameters, files, device, threads } = this.runner;
    const hashes = await this.hashes;
    const untrained = this.seed !== null;
    return {
      model: name,
      ...(aliasOf === undefined ? {} : { alias_of: aliasOf }),
      revision: untrained ? null : revision,
      repo: repo ?? null,
      commit: untrained ? null : (commit ?? null),
      weights: untrained ? 'untrained' : 'trained',
      weights_seed: this.seed,
      weights_sha256: Object.fromEntries(files.map((file, i) => [basename(file), hashes[i]])),
      tokenizer_sha256: this.tokenizer?.hash ?? null,
      bos_token_id: this.tokenized.bos,
      ...this.addedTokens,
      model_type: modelType,
      parameters: parameters.total,
      parameters_non_embedding: parameters.nonEmbedding,
      dim: new Set(this.dims).size > 1 ? this.dims : this.dims[0],
      blocks: shape.blocks,
      layer: this.layers,
      device,
      threads,
      dtype: 'float32',
      texts: this.tokenized.texts.length,
      empty_texts_skipped: this.tokenized.empty,
      texts_cut: this.tokenized.cut,
    };
  }

  /** What decides the numbers of this model, by what it is and not by what it is called. */
  async deciding(): Promise<Deciding> {
    const { runner, resolved, tokenizer, tokenized, layers, seed } = this;
    return {
      weights: seed === null ? await this.hashes : { seed },
      config: await sha256OfFile(join(resolved.folder, 'config.json'), this.context.signal),
      tokenizer: tokenizer?.hash ?? null,
      bos: tokenized.bos,
      ...this.addedTokens,
      layers: [...layers],
      device: runner.device,
    };
  }
}
