import type { Command } from 'commander';
import { readInput } from '../experiments/input.ts';
import { checkComparable, reproduce } from '../experiments/reproduce/reproduce.ts';
import { machine, writeReproduction } from '../experiments/reproduce/write.ts';
import { readRegistry } from '../hub/registry.ts';
import { toolName } from '../package.ts';
import { openFolder } from '../report/folder.ts';
import { note } from '../report/talk.ts';
import { HELDOUT, heldoutDocuments } from '../text/defaults.ts';
import {
  addModelFlags,
  addProgressFlag,
  addTalkFlags,
  addTextFlags,
  inputRequest,
  modelRequest,
  type SharedFlags,
} from './shared-flags.ts';

const DEFAULT_FOLDER = 'llmgeo-report';
/** The shortest held-out document has as many. */
const DEFAULT_TOKENS = 200;
/** Untrained models of each size: one alone says nothing of how far they differ. */
const CONTROL_SEEDS = 3;

/** Adds the flags and the action of `llmgeo reproduce`. */
export function define(command: Command): void {
  addTextFlags(command, HELDOUT);
  addModelFlags(command);
  command.option(
    '-o, --output <folder>',
    'the folder to fill: made, or replaced where reproduce made it',
    DEFAULT_FOLDER,
  );
  addProgressFlag(addTalkFlags(command)).action(run);
}

async function run(texts: string[], flags: SharedFlags & { output: string }): Promise<void> {
  const started = new Date();
  const folder = await openFolder(flags.output, '-o', { command: 'reproduce', marker: 'run.json' });
  const { seed } = flags;
  const request = {
    ...modelRequest(flags),
    models: flags.model ?? readRegistry().embedded.models.map(({ name }) => name),
    controlSeeds: Array.from({ length: CONTROL_SEEDS }, (_, i) => seed + i),
    maxTokens: flags.maxTokens ?? DEFAULT_TOKENS,
  };
  checkComparable(request);
  const corpus = await readInput(inputRequest(texts, flags), await heldoutDocuments());
  const reproduction = await reproduce(request, corpus, seed);
  await folder.fill(async () => {
    await writeReproduction(folder, reproduction, {
      tool: toolName(),
      arguments: process.argv.slice(2),
      started: started.toISOString(),
      seconds: (Date.now() - started.getTime()) / 1000,
      folder: folder.folder,
      ...machine(),
    });
  });
  note(`the report is ${folder.path('report.html')}`);
}
