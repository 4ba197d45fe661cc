import type { Command } from 'commander';
import { LlmgeoError } from '../errors.ts';
import { GROUPS } from '../help.ts';
import { interruption } from '../interruption.ts';
import { toolName } from '../package.ts';
import { emit, openOutput } from '../report/emit.ts';
import type { Row } from '../report/result.ts';
import { type Check, checks, Skipped } from './doctor-checks.ts';
import { addOutputFlags, addTalkFlags } from './shared-flags.ts';

interface Flags {
  format?: string;
  output?: string;
  offline?: boolean;
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
  const rows: Row[] = [];
  // one after another: devices share the machine
  for (const check of checks(flags.offline ?? false)) {
    interruption.signal.throwIfAborted();
    rows.push(await examine(check));
  }
  const meta = { tool: toolName(), command: 'doctor' };
  await emit({ meta, columns: ['check', 'status', 'detail'], rows, summary: {} }, output);
  const failed = rows.filter(({ status }) => status === 'failed');
  if (failed.length > 0)
    throw new LlmgeoError(
      `llmgeo does not work here: ${failed.map(({ check }) => check).join(', ')}`,
      'run npm ci again (or install llmgeo anew), with the Node that runs it',
    );
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
