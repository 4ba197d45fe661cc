import { resolve } from 'node:path';
import type { Command } from 'commander';
import { InputError, Interrupted } from '../errors.ts';
import { writeStdout } from '../io/stdout.ts';
import type { RunContext } from '../run/context.ts';
import { type Described, openRun } from '../run/folder/open-run.ts';
import type { RunStore } from '../run/folder/run-store.ts';
import type { Subject } from '../run/run-experiment.ts';
import { type Shard, shardOf, shardWords } from '../run/shards/shard.ts';
import { batchFile } from './batch-file.ts';
import { unitGuard } from './interruption.ts';
import type { RunFlags } from './run-flags.ts';
import type { SharedFlags } from './shared-flags.ts';

/**
 * Prints the batch file that was asked for.
 * @returns whether one was: then nothing else is to be done
 */
export async function printsBatchFile({ print }: RunFlags, command: Command): Promise<boolean> {
  if (print === undefined) return false;
  const words = rawArguments(command).filter((word, i, all) => {
    return word !== '--print' && all[i - 1] !== '--print' && !word.startsWith('--print=');
  });
  await writeStdout([batchFile(print, words)]);
  return true;
}

function rawArguments(command: Command): string[] {
  return (command.parent as Command & { rawArgs: string[] }).rawArgs;
}

/**
 * The share of the run that this process does.
 * @throws InputError for a share without a run folder, and for output of a share, which `merge` writes
 */
export function shardOfRun({
  run,
  shard,
  output,
  plot,
  format,
  ...flags
}: RunFlags & Partial<SharedFlags>): Shard | undefined {
  if (run === undefined) {
    if (shard === undefined || shard === 'none') return undefined;
    throw new InputError(`--shard ${shard} without --run`, 'add --run FOLDER: the shares meet there');
  }
  const found = shardOf(shard, process.env);
  const given = [
    output !== undefined && '-o',
    plot !== undefined && '--plot',
    format !== undefined && '--format',
    flags.all && '--all',
  ].find((flag) => typeof flag === 'string');
  if (found && given)
    throw new InputError(
      `${given} with ${shardWords(found)}: a share of a run prints nothing`,
      `give ${given} to llmgeo merge ${run}, or add --shard none to do the whole run`,
    );
  return found;
}

/**
 * Does the work of a command, with the run folder that `--run` names where it does.
 * @param work is given the store, and a context in which a scheduler's signal waits for the unit under way
 */
export async function withRunFolder<T>(
  { run, file, ids }: RunFlags & Pick<SharedFlags, 'file' | 'ids'>,
  described: Described,
  subject: Subject,
  shard: Shard | undefined,
  context: RunContext,
  work: (store: RunStore | undefined, context: RunContext) => Promise<T>,
): Promise<T> {
  if (run === undefined) return work(undefined, context);
  const files = (file ?? ids ?? []).map((path) => resolve(path));
  if (shard) context.talk.note(shardWords(shard));
  const store = await openRun(run, { ...described, files }, subject, shard, context);
  return store
    .during(() => work(store, { ...context, guard: unitGuard }))
    .catch((error: unknown) => {
      throw error instanceof Interrupted
        ? new Interrupted('the same command goes on where it stopped')
        : error;
    });
}

/** Says how to come to the result of a run of which this process did a share. */
export function tellOfMerge({ talk }: RunContext, shard: Shard | undefined, run: string | undefined): void {
  talk.note(`${shardWords(shard!)} is done; once all are, llmgeo merge ${run} prints the result`);
}
