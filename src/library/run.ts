import { InputError } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { checkFinite, checkSize } from '../linalg/check.ts';
import type { Layer } from '../model/capture.ts';
import type { TokenIds } from '../model/check-request.ts';
import type { Device } from '../model/device.ts';
import type { Result } from '../report/result.ts';
import { describedBy, openRun } from '../run/folder/open-run.ts';
import type { RunStore } from '../run/folder/run-store.ts';
import { type Input, metaOfInput } from '../run/input.ts';
import type { ModelRequest } from '../run/model-run.ts';
import { runExperiment } from '../run/run-experiment.ts';
import type { Text } from '../text/text.ts';
import { contextOf, type Watching } from './context.ts';

/** A text, or the token ids that stand for one. */
export type TextInput = string | LabelledText | { ids: TokenIds };

/** A text and what it is an instance of: `distance` and `embed` say how well their contexts and labels separate. */
export interface LabelledText {
  text: string;
  context?: string;
  label?: string;
}

/** What an experiment is run on, and how. */
export interface RunOptions<Options> extends Watching {
  /** Names of models as `openModel` takes them; the built-in `nano-l` by default. */
  models?: string | readonly string[];
  /** Each is run of every model; `main` by default. */
  revisions?: string | readonly string[];
  /** By default the paper's own, those that the command of the experiment takes. */
  texts?: readonly TextInput[];
  /** Those of the experiment that differ from its `defaults`. */
  options?: Partial<Options>;
  /** `last` by default; a layer, several, or as the command line has it: `all`, `0-5`. */
  layer?: Layer | readonly Layer[] | string;
  /** Whether untrained models of the same shape run too: one with seed 0, or one with each of some seeds. */
  control?: boolean | readonly number[];
  /** Cuts each text at so many tokens; by default at the model's context, with a warning. */
  maxTokens?: number;
  /** Begins each text with the tokenizer's token for that; false by default. */
  bos?: boolean;
  /** Default `auto`, which is the CPU. */
  device?: Device | 'auto';
  /** Of the CPU; default one per physical core. */
  threads?: number;
  /** Never use the network; false by default. */
  offline?: boolean;
  /** Keeps what is measured, so that the same run goes on where this one stopped: as `--run` of the command line. */
  runFolder?: string;
}

/**
 * Runs an experiment on models and texts, each model once, one after the other. The result is that of the command of
 * the same name, to the last digit; it is plain data, for `formatResult` and `draw`.
 * @param experiment `entropy`, `infogain`, `lasso`, `embed`, `distance`, `theory`, or one of your own
 * @throws InputError for options, models, layers or texts that cannot be, or the folder of another run; HubUnreachable
 * without a network; the reason of `signal`
 * @example
 * ```ts
 * const { rows } = await run(infogain, { models: 'nano-xs', texts: ['The king is in the palace.'] });
 * rows.map(({ token }) => token); // ["The", " king", " is", " in", " the", " palace", "."]
 * ```
 */
export async function run<Options, Record, Part>(
  experiment: Experiment<Options, Record, Part>,
  options: RunOptions<Options> = {},
): Promise<Result> {
  const { texts, runFolder } = options;
  const context = contextOf(options);
  const chosen = chosenOptions(experiment, options.options);
  const request = requestOf(options);
  const input = texts === undefined ? await defaultInput(experiment) : inputOf(texts);
  const subject = { input, request };
  const work = (store?: RunStore) =>
    runExperiment(experiment, chosen, subject, context, store?.pass(experiment.name));
  if (runFolder === undefined) return (await work())!; // null where a process does a share of a run alone
  const { seed = 0 } = chosen as { seed?: number };
  const described = { ...describedBy(experiment, chosen, request, seed), files: [] };
  const store = await openRun(runFolder, described, subject, undefined, context);
  return (await store.during(() => work(store)))!;
}

function requestOf(options: RunOptions<unknown>): ModelRequest {
  const { models = [], revisions = [], layer = 'last', control = false, maxTokens } = options;
  if (maxTokens !== undefined) checkSize('maxTokens', maxTokens, 1);
  return {
    models: listOf(models),
    revisions: listOf(revisions),
    layer: [layer].flat().join(','),
    controlSeeds: control === true ? [0] : [...(control || [])],
    maxTokens,
    bos: options.bos,
    device: options.device ?? 'auto',
    threads: options.threads,
    offline: options.offline ?? false,
  };
}

/**
 * The options of an experiment, of which a program has named some.
 * @throws InputError for a name that it does not know, which would be passed over, and a number that is not finite
 */
function chosenOptions<Options>(
  { name, defaults }: { name: string; defaults: Options },
  options: Partial<Options> = {},
): Options {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const known = Object.keys(defaults as object);
  for (const [key, value] of given) {
    if (!known.includes(key))
      throw new InputError(`${name} has no option ${key}`, `its options are ${known.join(', ')}`);
    if (typeof value === 'number') checkFinite(key, [value]);
  }
  return { ...defaults, ...Object.fromEntries(given) };
}

function listOf(names: string | readonly string[]): string[] {
  return typeof names === 'string' ? [names] : [...names];
}

/** @throws InputError for what is no list of texts */
function inputOf(texts: readonly TextInput[]): Input {
  if (!Array.isArray(texts) || texts.length === 0)
    throw new InputError('there is no list of texts', "give texts: ['one', 'two']");
  const all = texts.map(textOf);
  const source = all.every(({ ids }) => ids) ? 'ids' : 'arguments';
  return { texts: all, meta: metaOfInput({}, all, { source, files: [] }) };
}

function textOf(input: TextInput, index: number): Text {
  if (typeof input === 'string') return { index, text: input };
  const { text, ids, context, label } = (input ?? {}) as Partial<LabelledText & { ids: TokenIds }>;
  if (typeof text === 'string') return { index, text, context, label };
  if (typeof ids === 'object') return { index, ids: Array.from<number | bigint, number>(ids, Number) };
  throw new InputError(`text ${index} is ${String(input)}`, 'give a string, { text } or { ids }');
}

async function defaultInput({ texts }: Pick<Experiment<unknown, unknown>, 'texts'>): Promise<Input> {
  const { texts: all, source, hash } = await texts();
  return { texts: all, meta: { ...metaOfInput({}, all, { source, files: [] }), file_sha256: hash ?? null } };
}
