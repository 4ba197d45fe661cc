import { basename } from 'node:path';
import { defaultModel } from '../hub/registry.ts';
import { type ResolvedModel, resolveModel } from '../hub/resolve.ts';
import { interruption } from '../interruption.ts';
import type { Capture, Encoding, Layer } from '../model/capture.ts';
import type { Device } from '../model/device.ts';
import { parseLayers } from '../model/layers.ts';
import { Runner } from '../model/runner.ts';
import { startProgress } from '../report/progress.ts';
import type { Json } from '../report/result.ts';
import { note, warn } from '../report/talk.ts';
import type { Text } from '../text/text.ts';
import { loadTokenizer, type Tokenizer } from '../text/tokenizer.ts';
import { withDownloadProgress } from './download-progress.ts';
import { weightsHash } from './file-hash.ts';
import { type TokenizedText, type TokenizedTexts, tokenizeTexts } from './tokenize.ts';

export interface ModelRequest {
  models: string[];
  /** Each is run of every model, once; none: the models' own default. */
  revisions: string[];
  layer: string;
  device: Device | 'auto';
  threads?: number;
  maxTokens?: number;
  offline: boolean;
  showProgress: boolean;
}

/** One model at one revision with the texts tokenized for it, ready to run. */
export class ModelRun {
  readonly resolved: ResolvedModel;
  readonly runner: Runner;
  readonly layers: Layer[];
  readonly tokenized: TokenizedTexts;
  private readonly tokenizer?: Tokenizer;
  private readonly hashes: Promise<string[]>;
  private readonly finished = new AbortController();
  private readonly showProgress: boolean;

  constructor(
    resolved: ResolvedModel,
    runner: Runner,
    layers: Layer[],
    tokenized: TokenizedTexts,
    tokenizer: Tokenizer | undefined,
    showProgress: boolean,
  ) {
    this.resolved = resolved;
    this.runner = runner;
    this.layers = layers;
    this.tokenized = tokenized;
    this.tokenizer = tokenizer;
    this.showProgress = showProgress;
    const signal = AbortSignal.any([interruption.signal, this.finished.signal]);
    this.hashes = Promise.all(runner.files.map((file) => weightsHash(file, signal)));
    this.hashes.catch(() => {}); // awaited in `describe`
  }

  /** What begins each row of this model. */
  get identity(): { model: string; revision: string | null } {
    return { model: this.resolved.name, revision: this.resolved.revision };
  }

  /** Stops what goes on in the background: nobody waits for the weights' hash of a run that failed. */
  abandon(): void {
    this.finished.abort();
  }

  /** Runs all texts in order and yields each with what was captured of it, showing progress. */
  async *encode(capture: Capture): AsyncGenerator<{ text: TokenizedText; encoding: Encoding }> {
    const { texts } = this.tokenized;
    const total = texts.reduce((sum, { ids }) => sum + ids.length, 0);
    const label = this.resolved.name;
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
    const { name, revision, repo, commit } = this.resolved;
    const { modelType, shape, files, device, threads } = this.runner;
    const hashes = await this.hashes;
    return {
      model: name,
      revision,
      repo: repo ?? null,
      commit: commit ?? null,
      weights_sha256: Object.fromEntries(files.map((file, i) => [basename(file), hashes[i]])),
      tokenizer_sha256: this.tokenizer?.hash ?? null,
      model_type: modelType,
      dim: shape.hidden,
      layers: shape.layers,
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

/** Opens each model at each revision in turn, yields it, and frees it before the next. */
export async function* openModels(request: ModelRequest, texts: readonly Text[]): AsyncGenerator<ModelRun> {
  if (request.models.length === 0)
    note(`no --model given: running ${defaultModel()}, which comes with llmgeo`);
  const names = request.models.length > 0 ? new Set(request.models) : [defaultModel()];
  const revisions = request.revisions.length > 0 ? new Set(request.revisions) : [undefined];
  for (const name of names) {
    for (const revision of revisions) {
      const resolved = await resolveWithProgress(name, revision, request);
      const runner = await Runner.open(resolved.folder, request);
      let run: ModelRun | undefined;
      try {
        run = await prepare(resolved, runner, request, texts);
        yield run;
      } finally {
        run?.abandon();
        await runner.close();
      }
    }
  }
}

async function prepare(
  resolved: ResolvedModel,
  runner: Runner,
  request: ModelRequest,
  texts: readonly Text[],
): Promise<ModelRun> {
  const layers = parseLayers(request.layer, runner.shape.layers);
  const needsTokenizer = texts.some((text) => text.ids === undefined);
  const tokenizer = needsTokenizer ? await loadTokenizer(resolved.folder) : undefined;
  const { maxPositions } = runner.shape;
  const limit = Math.min(request.maxTokens ?? maxPositions, maxPositions);
  const tokenized = tokenizeTexts(texts, tokenizer, runner.shape, limit);
  interruption.signal.throwIfAborted();
  tellOfChanges(resolved.name, tokenized, limit, limit === request.maxTokens);
  return new ModelRun(resolved, runner, layers, tokenized, tokenizer, request.showProgress);
}

function tellOfChanges(model: string, { empty, cut }: TokenizedTexts, limit: number, asked: boolean): void {
  if (empty > 0) note(`${model}: left out ${count(empty, 'empty text')}`);
  if (cut > 0 && asked) note(`${model}: cut ${count(cut, 'text')} at ${limit} tokens`);
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
