import { basename } from 'node:path';
import type { Identity } from '../experiments/identity.ts';
import { defaultModel } from '../hub/registry.ts';
import { modelLabels, type ResolvedModel, resolveModel } from '../hub/resolve.ts';
import { interruption } from '../interruption.ts';
import { startProgress } from '../io/progress.ts';
import { note, warn } from '../io/talk.ts';
import type { ParameterCount } from '../model/architecture.ts';
import type { Capture, Encoding, Layer } from '../model/capture.ts';
import type { Device } from '../model/device.ts';
import { parseLayers } from '../model/layers.ts';
import { Runner } from '../model/runner.ts';
import type { Json } from '../report/result.ts';
import type { Text } from '../text/text.ts';
import type { TokenizedText } from '../text/tokenized-text.ts';
import { loadTokenizer, type Tokenizer } from '../text/tokenizer.ts';
import { lookAgainAtStdin } from '../text/unread-stdin.ts';
import { withDownloadProgress } from './download-progress.ts';
import { weightsHash } from './file-hash.ts';
import { type TokenizedTexts, tokenizeTexts } from './tokenize.ts';

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
  showProgress: boolean;
}

/** With untrained models in a run, says which this is: the seed of its weights, or null for the trained one. */
export interface Control {
  seed: number | null;
}

/** One model at one revision with the texts tokenized for it, ready to run. */
export class ModelRun {
  readonly resolved: ResolvedModel;
  readonly control: Control | undefined;
  readonly runner: Runner;
  readonly layers: Layer[];
  readonly tokenized: TokenizedTexts;
  private readonly tokenizer?: Tokenizer;
  private readonly hashes: Promise<string[]>;
  private readonly finished = new AbortController();
  private readonly showProgress: boolean;

  constructor(
    resolved: ResolvedModel,
    control: Control | undefined,
    runner: Runner,
    layers: Layer[],
    tokenized: TokenizedTexts,
    tokenizer: Tokenizer | undefined,
    showProgress: boolean,
  ) {
    this.resolved = resolved;
    this.control = control;
    this.runner = runner;
    this.layers = layers;
    this.tokenized = tokenized;
    this.tokenizer = tokenizer;
    this.showProgress = showProgress;
    const signal = AbortSignal.any([interruption.signal, this.finished.signal]);
    this.hashes = Promise.all(runner.files.map((file) => weightsHash(file, signal)));
    this.hashes.catch(() => {}); // awaited in `describe`
  }

  /** What begins each row of this model; `weights` where untrained models run beside the trained ones. */
  get identity(): Identity {
    const { name, revision } = this.resolved;
    if (this.control === undefined) return { model: name, revision };
    const untrained = this.control.seed !== null;
    return {
      model: name,
      revision: untrained ? null : revision,
      weights: untrained ? 'untrained' : 'trained',
    };
  }

  /** Trainable numbers: all, and those outside the embeddings. */
  get parameters(): ParameterCount {
    return this.runner.parameters;
  }

  /** Stops what goes on in the background: nobody waits for the weights' hash of a run that failed. */
  abandon(): void {
    this.finished.abort();
  }

  /** Runs all texts in order and yields each with what was captured of it, showing progress. */
  async *encode(capture: Capture): AsyncGenerator<{ text: TokenizedText; encoding: Encoding }> {
    const { texts } = this.tokenized;
    const total = texts.reduce((sum, { ids }) => sum + ids.length, 0);
    const label = this.control?.seed == null ? this.resolved.name : `${this.resolved.name} untrained`;
    const progress = startProgress({ label, total, unit: 'tokens', enabled: this.showProgress });
    const onProgress = (share: number) => progress.update(Math.round(share * total));
    const ids = texts.map((text) => text.ids);
    try {
      for await (const encoding of this.runner.encode(ids, capture, {
        signal: interruption.signal,
        onProgress,
      }))
        yield { text: texts[encoding.index], encoding };
    } finally {
      progress.stop();
    }
  }

  /** What `meta` says of this model: everything about it that decides the numbers. */
  async describe(): Promise<Record<string, Json>> {
    const { name, aliasOf, revision, repo, commit } = this.resolved;
    const { modelType, shape, parameters, files, device, threads } = this.runner;
    const hashes = await this.hashes;
    const untrained = this.control?.seed != null;
    return {
      model: name,
      ...(aliasOf === undefined ? {} : { alias_of: aliasOf }),
      revision: untrained ? null : revision,
      repo: repo ?? null,
      commit: untrained ? null : (commit ?? null),
      weights: untrained ? 'untrained' : 'trained',
      weights_seed: this.control?.seed ?? null,
      weights_sha256: Object.fromEntries(files.map((file, i) => [basename(file), hashes[i]])),
      tokenizer_sha256: this.tokenizer?.hash ?? null,
      bos_token_id: this.tokenized.bos,
      model_type: modelType,
      parameters: parameters.total,
      parameters_non_embedding: parameters.nonEmbedding,
      dim: shape.hidden,
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
}

/** Opens each model at each revision in turn, and untrained where asked for, yields it, and frees it before the next. */
export async function* openModels(request: ModelRequest, texts: readonly Text[]): AsyncGenerator<ModelRun> {
  if (request.models.length === 0)
    note(`no --model given: running ${defaultModel()}, which comes with llmgeo`);
  const names = request.models.length > 0 ? [...new Set(request.models)] : [defaultModel()];
  const labels = await modelLabels(names);
  const revisions = request.revisions.length > 0 ? new Set(request.revisions) : [undefined];
  const { controlSeeds } = request;
  const isControlled = typeof controlSeeds === 'function' || controlSeeds.length > 0;
  const trained = isControlled ? { seed: null } : undefined;
  for (const [i, name] of names.entries()) {
    let resolved: ResolvedModel | undefined;
    let seeds: number[] = [];
    for (const revision of revisions) {
      resolved = { ...(await resolveWithProgress(name, revision, request)), ...labels[i] };
      const parameters = yield* openRun(resolved, trained, request, texts);
      seeds = typeof controlSeeds === 'function' ? controlSeeds(parameters) : controlSeeds;
    }
    for (const seed of seeds) yield* openRun(resolved!, { seed }, request, texts);
  }
}

async function* openRun(
  resolved: ResolvedModel,
  control: Control | undefined,
  request: ModelRequest,
  texts: readonly Text[],
): AsyncGenerator<ModelRun, ParameterCount> {
  const { device, threads } = request;
  const runner = await Runner.open(resolved.folder, {
    device,
    threads,
    untrained: control?.seed ?? undefined,
  });
  let run: ModelRun | undefined;
  try {
    run = await prepare(resolved, control, runner, request, texts);
    await lookAgainAtStdin();
    yield run;
    return run.parameters;
  } finally {
    run?.abandon();
    await runner.close();
  }
}

async function prepare(
  resolved: ResolvedModel,
  control: Control | undefined,
  runner: Runner,
  request: ModelRequest,
  texts: readonly Text[],
): Promise<ModelRun> {
  const layers = parseLayers(request.layer, runner.shape.blocks);
  const needsTokenizer = texts.some((text) => text.ids === undefined);
  const tokenizer = needsTokenizer ? await loadTokenizer(resolved.folder) : undefined;
  const { maxPositions } = runner.shape;
  const limit = Math.min(request.maxTokens ?? maxPositions, maxPositions);
  const tokenized = tokenizeTexts(texts, tokenizer, runner.shape, limit, request.bos);
  interruption.signal.throwIfAborted();
  if (control?.seed == null) tellOfChanges(resolved.name, tokenized, limit, limit === request.maxTokens);
  return new ModelRun(resolved, control, runner, layers, tokenized, tokenizer, request.showProgress);
}

function tellOfChanges(model: string, { empty, cut }: TokenizedTexts, limit: number, asked: boolean): void {
  if (empty > 0) note(`${model}: left out ${count(empty, 'empty text')}`);
  if (cut > 0 && asked) note(`${model}: cut ${count(cut, 'text')} at ${count(limit, 'token')}`);
  else if (cut > 0) warn(`${model}: cut ${count(cut, 'text')} at ${limit} tokens, the model's context`);
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

async function resolveWithProgress(name: string, revision: string | undefined, request: ModelRequest) {
  return withDownloadProgress(request.showProgress, request.offline, (options) =>
    resolveModel(name, revision, options),
  );
}
