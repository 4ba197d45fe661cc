import type { Command } from 'commander';
import { LlmgeoError } from '../errors.ts';
import { emit, openOutput } from '../io/emit.ts';
import { toolName } from '../package.ts';
import type { Row } from '../report/result.ts';
import type { RunContext } from '../run/context.ts';
import { contextOf } from './context.ts';
import { type Check, checks, Skipped } from './doctor-checks.ts';
import { GROUPS } from './help.ts';
import { addOutputFlags, addTalkFlags } from './shared-flags.ts';

interface Flags {
  format?: string;
  output?: string;
  offline?: boolean;
  quiet?: boolean;
}

/** Adds the flags and the action of `llmgeo doctor`. */
export function define(command: Command): void {
  addOutputFlags(addTalkFlags(command))
    .optionsGroup(GROUPS.models)
    .option('--offline', 'never use the network')
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const output = await openOutput(flags);
  const rows = await examined(checks(flags.offline ?? false), contextOf({ ...flags, progress: true }));
  const meta = { tool: toolName(), command: 'doctor' };
  await emit({ meta, columns: ['check', 'status', 'detail'], rows, summary: {} }, output);
  const failed = rows.filter(({ status }) => status === 'failed');
  if (failed.length > 0)
    throw new LlmgeoError(
      `llmgeo does not work here: ${failed.map(({ check }) => check).join(', ')}`,
      'run npm ci again (or install llmgeo anew), with the Node that runs it',
    );
}

/** One after another: devices share the machine. */
async function examined(all: readonly Check[], { signal, talk }: RunContext): Promise<Row[]> {
  const rows: Row[] = [];
  const progress = talk.progress({ label: '', total: all.length, unit: 'checks' });
  try {
    for (const check of all) {
      signal.throwIfAborted();
      progress.update(rows.length, { label: check.name });
      rows.push(await examine(check));
    }
  } finally {
    progress.stop();
  }
  return rows;
}

/** `failed` is what llmgeo needs and does not work; `unavailable` what it can do without. */
async function examine({ name, needed, run }: Check): Promise<Row> {
  try {
    return { check: name, status: 'ok', detail: await run() };
  } catch (error) {
    const { message } = error as Error;
    const status = error instanceof Skipped ? 'skipped' : needed ? 'failed' : 'unavailable';
    return { check: name, status, detail: message.replace(/^device \w+:? (?:does not work here: )?/, '') };
  }
}
