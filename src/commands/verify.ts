import type { Command } from 'commander';
import { LlmgeoError } from '../errors.ts';
import { emit, openOutput } from '../io/emit.ts';
import { toolName } from '../package.ts';
import { RunReader } from '../run/folder/read-run.ts';
import { type Verified, verifyFiles, verifyRecords } from '../run/folder/verify-run.ts';
import { contextOf } from './context.ts';
import { passNames } from './run-passes.ts';
import { addOutputFlags, addTalkFlags, type SharedFlags } from './shared-flags.ts';

/** Adds the argument, the flags and the action of `llmgeo verify`. */
export function define(command: Command): void {
  command.argument('<folders...>', 'run folders of one run');
  addOutputFlags(addTalkFlags(command)).action(run);
}

async function run(folders: string[], flags: SharedFlags): Promise<void> {
  const output = await openOutput(flags);
  const { signal } = contextOf({ ...flags, progress: true });
  await RunReader.during(folders, signal, async (reader) => {
    const records = await verifyRecords(reader, signal);
    const files = await verifyFiles(reader, passNames(reader.description.command), signal);
    const rows = [...records, ...files];
    const meta = { tool: toolName(), command: 'verify' };
    await emit({ meta, columns: ['what', 'name', 'verdict', 'detail'], rows, summary: {} }, output);
    refuseChanged(rows);
  });
}

/** @throws LlmgeoError where anything is not as it was */
function refuseChanged(rows: readonly Verified[]): void {
  const bad = rows.filter(({ verdict }) => verdict === 'damaged' || verdict === 'changed');
  if (bad.length > 0)
    throw new LlmgeoError(
      `${bad.length} of ${rows.length} are not what the run says: ${bad[0].what} ${bad[0].name}`,
      'run the command of the run again: damaged records are computed again, changed files are refused',
    );
}
