import type { Experiment } from '../../experiments/experiment.ts';
import { toolName } from '../../package.ts';
import type { Json } from '../../report/result.ts';
import type { RunContext } from '../context.ts';
import { isControlled, type ModelRequest } from '../model-run.ts';
import type { Subject } from '../run-experiment.ts';
import type { Shard } from '../shards/shard.ts';
import { describeRun, namesOf, type RunNotes } from './run-description.ts';
import { RunStore } from './run-store.ts';

/** What a run is about, as its folder has it. */
export interface Described {
  command: string;
  /** As `meta.options` has them. */
  described: { [key: string]: Json };
  /** In full, from which the table is made again. */
  options: unknown;
  seed: number;
}

/** One experiment as a run. */
export function describedBy<Options, Record, Part>(
  experiment: Experiment<Options, Record, Part>,
  options: Options,
  { maxTokens }: ModelRequest,
  seed: number,
): Described {
  const described = experiment.described(options, maxTokens ?? null);
  return { command: experiment.name, described, options, seed };
}

/**
 * Opens the folder of a run, or makes it.
 * @param shard the share of the run that this process does; default all of it
 * @throws InputError where it holds another run; LlmgeoError where it cannot be written
 */
export async function openRun(
  path: string,
  { command, described, options, seed, files }: Described & Pick<RunNotes, 'files'>,
  { input, request }: Subject,
  shard: Shard | undefined,
  context: RunContext,
): Promise<RunStore> {
  const description = await describeRun(command, described, { input, request });
  const plain = JSON.parse(JSON.stringify({ options, names: namesOf(input.texts) }));
  const notes = {
    tool: toolName(),
    models: [...new Set(request.models)],
    input: input.meta,
    files,
    maxTokens: request.maxTokens ?? null,
    isControlled: isControlled(request),
    seed,
    ...plain,
  };
  return RunStore.open(path, { description, notes }, shard, context);
}
