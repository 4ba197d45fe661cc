import type { ModelLabel } from '../hub/model-labels.ts';
import { defaultModel } from '../hub/registry.ts';
import { modelLabels, type ResolvedModel, resolveModel } from '../hub/resolve.ts';
import type { ParameterCount } from '../model/architecture.ts';
import { parseLayers } from '../model/layers.ts';
import { Runner } from '../model/runner.ts';
import type { Text } from '../text/text.ts';
import { loadTokenizer } from '../text/tokenizer.ts';
import { lookAgainAtStdin } from '../text/unread-stdin.ts';
import { BackgroundTalk } from './background-talk.ts';
import type { RunContext } from './context.ts';
import { withDownloadProgress } from './download-progress.ts';
import { type Control, isControlled, type ModelRequest, ModelRun } from './model-run.ts';
import { oneAhead } from './one-ahead.ts';
import type { Place } from './store.ts';
import { tokenizeTexts } from './tokenize.ts';

/**
 * Opens each model at each revision in turn, and untrained where asked for, yields it, and frees it when the next is
 * asked for. The next one is opened (and downloaded) while one runs.
 */
export async function* openModels(
  request: ModelRequest,
  texts: readonly Text[],
  context: RunContext,
  wants: (place: Place) => boolean = () => true,
): AsyncGenerator<ModelRun> {
  if (request.models.length === 0)
    context.talk.note(`no --model given: running ${defaultModel()}, which comes with llmgeo`);
  const names = request.models.length > 0 ? [...new Set(request.models)] : [defaultModel()];
  const labels = await modelLabels(names);
  const talk = new BackgroundTalk(context.talk);
  const left = new AbortController();
  const signal = AbortSignal.any([context.signal, left.signal]);
  const opening = {
    request,
    texts,
    context: { ...context, signal, talk },
    inFront: { ...context, signal },
    wants,
  };
  const opened = oneAhead(
    openAll(names, labels, opening),
    (run) => {
      talk.goBehind();
      tellOfChanges(run, request.maxTokens);
    },
    () => left.abort(),
  );
  for await (const run of opened) {
    yield run;
    talk.comeForward();
  }
}

async function* openAll(
  names: readonly string[],
  labels: readonly ModelLabel[],
  opening: Opening,
): AsyncGenerator<ModelRun> {
  for (const [model, name] of names.entries()) yield* openVariants(name, labels[model], model, opening);
}

/** What all models of a run are opened with. */
interface Opening {
  request: ModelRequest;
  texts: readonly Text[];
  /** Of what goes on in the background. */
  context: RunContext;
  /** Of a model that runs. */
  inFront: RunContext;
  wants: (place: Place) => boolean;
}

/** One model: at each revision, then untrained with each seed. */
async function* openVariants(
  name: string,
  label: ModelLabel,
  model: number,
  opening: Opening,
): AsyncGenerator<ModelRun> {
  const { request, context, wants } = opening;
  const revisions = request.revisions.length > 0 ? [...new Set(request.revisions)] : [undefined];
  const trained = isControlled(request) ? { seed: null } : undefined;
  const seeds = new Seeds(request);
  const placed = (variant: number): Place => ({
    model,
    variant,
    variants: revisions.length + seeds.known.length,
  });
  const isWanted = (variant: number) => !seeds.areKnown || wants(placed(variant));
  const resolve = async (revision: string | undefined) => {
    return { ...(await resolveWithProgress(name, revision, request, context)), ...label };
  };
  let resolved: ResolvedModel | undefined;
  for (const [variant, revision] of revisions.entries()) {
    if (!isWanted(variant)) continue;
    resolved = await resolve(revision);
    const placeOf = (parameters: ParameterCount) => {
      seeds.learn(parameters);
      return placed(variant);
    };
    yield* openRun(resolved, trained, placeOf, opening);
  }
  for (const [i, seed] of seeds.known.entries()) {
    const variant = revisions.length + i;
    if (!isWanted(variant)) continue;
    resolved ??= await resolve(revisions.at(-1));
    yield* openRun(resolved, { seed }, () => placed(variant), opening);
  }
}

/** The seeds of untrained models, which may depend on the size of the trained one: then they are known once it is open. */
class Seeds {
  known: readonly number[];
  areKnown: boolean;
  private readonly asked: ModelRequest['controlSeeds'];

  constructor({ controlSeeds }: ModelRequest) {
    this.asked = controlSeeds;
    this.areKnown = typeof controlSeeds !== 'function';
    this.known = typeof controlSeeds === 'function' ? [] : controlSeeds;
  }

  learn(parameters: ParameterCount): void {
    if (typeof this.asked === 'function') this.known = this.asked(parameters);
    this.areKnown = true;
  }
}

async function* openRun(
  resolved: ResolvedModel,
  control: Control | undefined,
  placeOf: (parameters: ParameterCount) => Place,
  opening: Opening,
): AsyncGenerator<ModelRun> {
  const { device, threads } = opening.request;
  const untrained = control?.seed ?? undefined;
  const { folder, weights } = resolved;
  const runner = await Runner.open(folder, { device, threads, untrained, weights });
  try {
    const place = placeOf(runner.parameters);
    if (opening.wants(place)) {
      const run = await prepare({ resolved, control, runner, place }, opening);
      await lookAgainAtStdin();
      yield run; // closed by whoever has it
      return;
    }
  } catch (error) {
    await runner.close();
    throw error;
  }
  await runner.close();
}

async function prepare(
  { resolved, control, runner, place }: Pick<ModelRun, 'resolved' | 'control' | 'runner' | 'place'>,
  { request, texts, inFront: context }: Opening,
): Promise<ModelRun> {
  const layers = parseLayers(request.layer, runner.shape.blocks);
  const needsTokenizer = texts.some((text) => text.ids === undefined);
  const tokenizer = needsTokenizer ? await loadTokenizer(resolved.folder) : undefined;
  const { maxPositions } = runner.shape;
  const limit = Math.min(request.maxTokens ?? maxPositions, maxPositions);
  const tokenized = tokenizeTexts(texts, tokenizer, runner.shape, limit, request.bos);
  context.signal.throwIfAborted();
  return new ModelRun({ resolved, control, runner, place, layers, tokenized, tokenizer, limit, context });
}

/** Says what of the texts was left out for a model. */
function tellOfChanges({ seed, resolved, tokenized, limit, context }: ModelRun, maxTokens?: number): void {
  if (seed !== null) return;
  const { empty, cut } = tokenized;
  const { talk } = context;
  const model = resolved.name;
  if (empty > 0) talk.note(`${model}: left out ${count(empty, 'empty text')}`);
  if (cut > 0 && limit === maxTokens)
    talk.note(`${model}: cut ${count(cut, 'text')} at ${count(limit, 'token')}`);
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
