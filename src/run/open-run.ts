import { toolName } from '../package.ts';
import type { Json } from '../report/result.ts';
import type { RunContext } from './context.ts';
import { describeRun, namesOf, type RunNotes } from './run-description.ts';
import type { Subject } from './run-experiment.ts';
import { RunStore } from './run-store.ts';
import type { Shard } from './shard.ts';

/** What a run is about, as its folder has it. */
export interface Described {
  command: string;
  /** As `meta.options` has them. */
  described: { [key: string]: Json };
  /** In full, from which the table is made again. */
  options: unknown;
  seed: number;
  isControlled: boolean;
}

/**
 * Opens the folder of a run, or makes it.
 * @param shard the share of the run that this process does; default all of it
 * @throws InputError where it holds another run; LlmgeoError where it cannot be written
 */
export async function openRun(
  path: string,
  { command, described, options, seed, isControlled, files }: Described & Pick<RunNotes, 'files'>,
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
    isControlled,
    seed,
    ...plain,
  };
  return RunStore.open(path, { description, notes }, shard, context);
}
