import type { Command } from 'commander';
import { LlmgeoError } from '../errors.ts';
import { emit, openOutput } from '../io/emit.ts';
import { toolName } from '../package.ts';
import { RunReader } from '../run/folder/read-run.ts';
import { type RunStatus, statusOf } from '../run/folder/run-status.ts';
import { contextOf } from './context.ts';
import { passNames } from './run-passes.ts';
import { addOutputFlags, addTalkFlags, type SharedFlags } from './shared-flags.ts';

const COLUMNS = ['pass', 'model', 'revision', 'weights', 'state', 'units', 'done', 'missing', 'why'];

/** Adds the argument, the flags and the action of `llmgeo status`. */
export function define(command: Command): void {
  command.argument('<folders...>', 'run folders of one run');
  addOutputFlags(addTalkFlags(command)).action(run);
}

async function run(folders: string[], flags: SharedFlags): Promise<void> {
  const output = await openOutput(flags);
  const { signal } = contextOf({ ...flags, progress: true });
  await RunReader.during(folders, signal, async (reader) => {
    const status = await statusOf(reader, passNames(reader.description.command), Date.now());
    const meta = { tool: toolName(), command: 'status' };
    await emit({ meta, columns: COLUMNS, rows: status.models, summary: summaryOf(status) }, output);
    refuseUnfinished(status);
  });
}

function summaryOf({ workers, faults }: RunStatus) {
  return { ...(workers.length > 0 && { workers }), ...(faults.length > 0 && { not_used_again: faults }) };
}

/** @throws LlmgeoError where something is missing, so that scripts can wait for a run */
function refuseUnfinished({ models }: RunStatus): void {
  const left = models.filter(({ state }) => state !== 'done').length;
  if (left > 0)
    throw new LlmgeoError(
      `${left} of ${models.length} models are not done`,
      'run the command of the run again: it goes on where it stopped',
    );
}
