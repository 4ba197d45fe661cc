import type { Command } from 'commander';
import { readRegistry } from '../hub/registry.ts';
import { CONTROL_SEEDS, controlSeedsOf, LARGE } from '../paper/control-seeds.ts';
import { checkComparable, reproduce } from '../paper/reproduce.ts';
import { readInput } from '../run/input.ts';
import type { ModelRequest } from '../run/model-run.ts';
import { HELDOUT, heldoutDocuments } from '../text/defaults.ts';
import { contextOf } from './context.ts';
import { wholeNumber } from './flag-values.ts';
import { GROUPS } from './help.ts';
import { DEFAULT_FOLDER, openReport, writeReport } from './report-output.ts';
import { addRunFlags } from './run-flags.ts';
import { printsBatchFile, shardOfRun, tellOfMerge, withRunFolder } from './run-folder.ts';
import {
  addModelFlags,
  addProgressFlag,
  addTalkFlags,
  addTextFlags,
  inputRequest,
  modelRequest,
  type SharedFlags,
} from './shared-flags.ts';

/** The shortest held-out document has as many. */
const DEFAULT_TOKENS = 200;
/** One alone says nothing of how far they differ. */
const LEAST_CONTROL_SEEDS = 2;
const MOST_CONTROL_SEEDS = 1000;

/** Adds the flags and the action of `llmgeo reproduce`. */
export function define(command: Command): void {
  addTextFlags(command, HELDOUT);
  addModelFlags(command, 'all embedded sizes');
  command.option(
    '--control-seeds <n>',
    `untrained models beside each (${CONTROL_SEEDS.small}; ${CONTROL_SEEDS.large} from ${LARGE / 1e6}M parameters up)`,
    wholeNumber('--control-seeds', LEAST_CONTROL_SEEDS, MOST_CONTROL_SEEDS),
  );
  command
    .optionsGroup(GROUPS.output)
    .option(
      '-o, --output <folder>',
      'the folder to fill: made, or replaced where reproduce made it',
      DEFAULT_FOLDER,
    );
  addRunFlags(command.optionsGroup(GROUPS.run));
  addProgressFlag(addTalkFlags(command)).action(run);
}

type Flags = SharedFlags & { output: string; controlSeeds?: number };

async function run(texts: string[], flags: Flags, command: Command): Promise<void> {
  if (await printsBatchFile(flags, command)) return;
  const started = new Date();
  const hasOutput = command.getOptionValueSource('output') === 'cli';
  const shard = shardOfRun({ ...flags, output: hasOutput ? flags.output : undefined });
  const { seed } = flags;
  const folder = shard ? undefined : await openReport(flags.output);
  const context = contextOf(flags);
  const request = requestOf(flags);
  checkComparable(request);
  const input = await readInput(inputRequest(texts, flags), await heldoutDocuments(), context);
  const described = {
    command: 'reproduce',
    described: { control_seeds: flags.controlSeeds ?? null, max_tokens: request.maxTokens!, seed },
    options: null,
    seed,
  };
  const reproduction = await withRunFolder(
    flags,
    described,
    { input, request },
    shard,
    context,
    (store, watched) => reproduce(request, input, seed, watched, store),
  );
  if (reproduction === null) return tellOfMerge(context, shard, flags.run);
  await writeReport(folder!, reproduction, started);
}

function requestOf(flags: Flags): ModelRequest {
  return {
    ...modelRequest(flags),
    models: flags.model ?? readRegistry().embedded.models.map(({ name }) => name),
    controlSeeds: (parameters) => seedsFrom(flags.seed, flags.controlSeeds ?? controlSeedsOf(parameters)),
    maxTokens: flags.maxTokens ?? DEFAULT_TOKENS,
  };
}

function seedsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}
