import { basename } from 'node:path';
import type { ModelAtHand, ModelFacts } from '../experiments/experiment.ts';
import type { Identity } from '../experiments/identity.ts';
import { defaultModel } from '../hub/registry.ts';
import { modelLabels, type ResolvedModel, resolveModel } from '../hub/resolve.ts';
import type { ParameterCount } from '../model/architecture.ts';
import type { Call } from '../model/batch.ts';
import type { Capture, Encoding, Layer } from '../model/capture.ts';
import type { Device } from '../model/device.ts';
import { parseLayers } from '../model/layers.ts';
import { Runner } from '../model/runner.ts';
import type { Json } from '../report/result.ts';
import type { Text } from '../text/text.ts';
import { loadTokenizer, type Tokenizer } from '../text/tokenizer.ts';
import { lookAgainAtStdin } from '../text/unread-stdin.ts';
import type { RunContext, Talk } from './context.ts';
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
}

/** Whether untrained models run beside the trained ones. */
export function isControlled({ controlSeeds }: ModelRequest): boolean {
  return typeof controlSeeds === 'function' || controlSeeds.length > 0;
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
  private readonly context: RunContext;

  constructor(
    resolved: ResolvedModel,
    control: Control | undefined,
    runner: Runner,
    layers: Layer[],
    tokenized: TokenizedTexts,
    tokenizer: Tokenizer | undefined,
    context: RunContext,
  ) {
    this.resolved = resolved;
    this.control = control;
    this.runner = runner;
    this.layers = layers;
    this.tokenized = tokenized;
    this.tokenizer = tokenizer;
    this.context = context;
    const signal = AbortSignal.any([context.signal, this.finished.signal]);
    this.hashes = Promise.all(runner.files.map((file) => weightsHash(file, signal)));
    this.hashes.catch(() => {}); // awaited in `describe`
  }

  /** What experiments know of this model. */
  get facts(): ModelFacts {
    const { hidden: dim, blocks } = this.runner.shape;
    const { parameters } = this.runner;
    return { identity: this.identity, layers: this.layers, dim, blocks, parameters };
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

  /** Stops what goes on in the background: nobody waits for the weights' hash of a run that failed. */
  abandon(): void {
    this.finished.abort();
  }

  /**
   * Runs some calls, or all texts, in order and yields what was captured of each text, showing progress.
   * @param calls of `planCalls` of all texts; an encoding's index counts among all texts
   */
  async *encode(capture: Capture, calls?: readonly Call[]): AsyncGenerator<Encoding> {
    const ids = this.tokenized.texts.map((text) => text.ids);
    const wanted = calls === undefined ? ids : calls.flatMap(([begin, end]) => ids.slice(begin, end));
    const total = wanted.reduce((sum, { length }) => sum + length, 0);
    const { signal, talk } = this.context;
    const progress = talk.progress({ label: this.label, total, unit: 'tokens' });
    const onProgress = (share: number) => progress.update(Math.round(share * total));
    try {
      yield* this.runner.encode(ids, capture, { signal, onProgress, calls });
    } finally {
      progress.stop();
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
export async function* openModels(
  request: ModelRequest,
  texts: readonly Text[],
  context: RunContext,
): AsyncGenerator<ModelRun> {
  if (request.models.length === 0)
    context.talk.note(`no --model given: running ${defaultModel()}, which comes with llmgeo`);
  const names = request.models.length > 0 ? [...new Set(request.models)] : [defaultModel()];
  const labels = await modelLabels(names);
  const revisions = request.revisions.length > 0 ? new Set(request.revisions) : [undefined];
  const { controlSeeds } = request;
  const trained = isControlled(request) ? { seed: null } : undefined;
  for (const [i, name] of names.entries()) {
    let resolved: ResolvedModel | undefined;
    let seeds: number[] = [];
    for (const revision of revisions) {
      resolved = { ...(await resolveWithProgress(name, revision, request, context)), ...labels[i] };
      const parameters = yield* openRun(resolved, trained, request, texts, context);
      seeds = typeof controlSeeds === 'function' ? controlSeeds(parameters) : controlSeeds;
    }
    for (const seed of seeds) yield* openRun(resolved!, { seed }, request, texts, context);
  }
}

async function* openRun(
  resolved: ResolvedModel,
  control: Control | undefined,
  request: ModelRequest,
  texts: readonly Text[],
  context: RunContext,
): AsyncGenerator<ModelRun, ParameterCount> {
  const { device, threads } = request;
  const runner = await Runner.open(resolved.folder, {
    device,
    threads,
    untrained: control?.seed ?? undefined,
  });
  let run: ModelRun | undefined;
  try {
    run = await prepare(resolved, control, runner, request, texts, context);
    await lookAgainAtStdin();
    yield run;
    return run.facts.parameters;
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
  context: RunContext,
): Promise<ModelRun> {
  const layers = parseLayers(request.layer, runner.shape.blocks);
  const needsTokenizer = texts.some((text) => text.ids === undefined);
  const tokenizer = needsTokenizer ? await loadTokenizer(resolved.folder) : undefined;
  const { maxPositions } = runner.shape;
  const limit = Math.min(request.maxTokens ?? maxPositions, maxPositions);
  const tokenized = tokenizeTexts(texts, tokenizer, runner.shape, limit, request.bos);
  context.signal.throwIfAborted();
  if (control?.seed == null)
    tellOfChanges(context.talk, resolved.name, tokenized, limit, limit === request.maxTokens);
  return new ModelRun(resolved, control, runner, layers, tokenized, tokenizer, context);
}

function tellOfChanges(
  talk: Talk,
  model: string,
  { empty, cut }: TokenizedTexts,
  limit: number,
  asked: boolean,
): void {
  if (empty > 0) talk.note(`${model}: left out ${count(empty, 'empty text')}`);
  if (cut > 0 && asked) talk.note(`${model}: cut ${count(cut, 'text')} at ${count(limit, 'token')}`);
  else if (cut > 0) talk.warn(`${model}: cut ${count(cut, 'text')} at ${limit} tokens, the model's context`);
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

async function resolveWithProgress(
  name: string,
  revision: string | undefined,
  request: ModelRequest,
  context: RunContext,
) {
  return withDownloadProgress(context, request.offline, (options) => resolveModel(name, revision, options));
}
