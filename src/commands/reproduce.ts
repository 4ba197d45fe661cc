import type { Command } from 'commander';
import { readRegistry } from '../hub/registry.ts';
import { openFolder } from '../io/folder.ts';
import { writeStdout } from '../io/stdout.ts';
import { note } from '../io/talk.ts';
import type { ParameterCount } from '../model/architecture.ts';
import { toolName } from '../package.ts';
import { type Finding, findings } from '../paper/claims/found.ts';
import { checkComparable, reproduce } from '../paper/reproduce.ts';
import { machine, writeReproduction } from '../paper/write.ts';
import { formatResult } from '../report/formats/format.ts';
import { findingLines } from '../report/terminal/findings.ts';
import { pageOf } from '../report/terminal/page.ts';
import { readInput } from '../run/input.ts';
import { HELDOUT, heldoutDocuments } from '../text/defaults.ts';
import { contextOf } from './context.ts';
import { GROUPS } from './help.ts';
import {
  addModelFlags,
  addProgressFlag,
  addTalkFlags,
  addTextFlags,
  inputRequest,
  modelRequest,
  type SharedFlags,
  wholeNumber,
} from './shared-flags.ts';

const DEFAULT_FOLDER = 'llmgeo-report';
/** The shortest held-out document has as many. */
const DEFAULT_TOKENS = 200;
/** Untrained models of a size: more where they are cheap, since few make wide prediction intervals. */
const CONTROL_SEEDS = { small: 8, large: 3 };
/** One alone says nothing of how far they differ. */
const LEAST_CONTROL_SEEDS = 2;
const MOST_CONTROL_SEEDS = 1000;
/** Trainable numbers from which on a model is large. */
const LARGE = 50_000_000;

/** Adds the flags and the action of `llmgeo reproduce`. */
export function define(command: Command): void {
  addTextFlags(command, HELDOUT);
  addModelFlags(command, 'all embedded sizes');
  command.option(
    '--control-seeds <n>',
    `untrained models beside each (${CONTROL_SEEDS.small}; ${CONTROL_SEEDS.large} from 50M parameters up)`,
    wholeNumber('--control-seeds', LEAST_CONTROL_SEEDS, MOST_CONTROL_SEEDS),
  );
  command
    .optionsGroup(GROUPS.output)
    .option(
      '-o, --output <folder>',
      'the folder to fill: made, or replaced where reproduce made it',
      DEFAULT_FOLDER,
    );
  addProgressFlag(addTalkFlags(command)).action(run);
}

async function run(
  texts: string[],
  flags: SharedFlags & { output: string; controlSeeds?: number },
): Promise<void> {
  const started = new Date();
  const folder = await openFolder(flags.output, '-o', { command: 'reproduce', marker: 'run.json' });
  const { seed } = flags;
  const request = {
    ...modelRequest(flags),
    models: flags.model ?? readRegistry().embedded.models.map(({ name }) => name),
    controlSeeds: ({ total }: ParameterCount) =>
      seedsFrom(seed, flags.controlSeeds ?? CONTROL_SEEDS[total < LARGE ? 'small' : 'large']),
    maxTokens: flags.maxTokens ?? DEFAULT_TOKENS,
  };
  checkComparable(request);
  const context = contextOf(flags);
  const corpus = await readInput(inputRequest(texts, flags), await heldoutDocuments(), context);
  const reproduction = await reproduce(request, corpus, seed, context);
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
  await writeStdout(glance(findings(reproduction.claims)));
  note(`the report is ${folder.path('report.html')}`);
}

/** The 13 claims at a glance: to read on a terminal, csv in a pipe. */
function glance(found: readonly Finding[]): Iterable<string> {
  if (process.stdout.isTTY) return findingLines(found, pageOf(process.stdout, process.env).width);
  const columns = ['number', 'title', 'kind', 'verdict', 'found'];
  const rows = found.map((finding) => ({ ...finding }));
  return formatResult({ meta: {}, columns, rows, summary: {} }, 'csv');
}

function seedsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}
