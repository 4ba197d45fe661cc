import type { Command } from 'commander';
import { LlmgeoError } from '../errors.ts';
import { DATASETS, datasetNamed } from '../hub/datasets.ts';
import { parseModelName } from '../hub/model-name.ts';
import { readRegistry } from '../hub/registry.ts';
import { type HubOptions, resolveDataset, resolveModel } from '../hub/resolve.ts';
import { readSettings } from '../hub/settings.ts';
import { type VerifiedFile, verifyModel } from '../hub/verify.ts';
import { emit, openOutput } from '../io/emit.ts';
import { writeStdout } from '../io/stdout.ts';
import { note, warn } from '../io/talk.ts';
import { toolName } from '../package.ts';
import type { Result } from '../report/result.ts';
import { withDownloadProgress } from '../run/download-progress.ts';
import { contextOf } from './context.ts';
import { GROUPS } from './help.ts';
import { interruption } from './interruption.ts';
import { LIST_COLUMNS, listModels } from './models-list.ts';
import { addOutputFlags, addProgressFlag, addTalkFlags } from './shared-flags.ts';
import { unknownCommand } from './usage-error.ts';

interface OutputFlags {
  format?: string;
  output?: string;
}

interface PullFlags {
  revision?: string;
  quiet?: boolean;
  progress: boolean;
}

/** Adds `ls`, `pull`, `verify` and `path` to `llmgeo models`. */
export function define(command: Command): void {
  const sets = DATASETS.map(({ name }) => name).join(' or ');
  const names = `short names (pythia-70m), org/repo, or ${sets} (data sets)`;
  addOutputFlags(
    addTalkFlags(
      command
        .command('ls', { isDefault: true })
        .description('what is built in, what is in the cache, and what could be'),
    ),
  )
    // the default takes any word that is no command, as one mistyped is
    .allowExcessArguments()
    .action(list);
  addProgressFlag(
    addTalkFlags(command.command('pull').description('download models, or continue a download')),
  )
    .argument('<names...>', names)
    .optionsGroup(GROUPS.models)
    .option('--revision <revision>', 'branch, tag or commit, as step1000')
    .action(pull);
  addOutputFlags(addTalkFlags(command.command('verify').description('hash every file of models and compare')))
    .argument('<names...>', names)
    .action(verify);
  addTalkFlags(
    command
      .command('path')
      .description('print the folder of a model, or the files of a data set; downloads nothing'),
  )
    .argument('<name>', names)
    .optionsGroup(GROUPS.models)
    .option('--revision <revision>', 'branch, tag or commit, as step1000')
    .action(path);
}

async function list(flags: OutputFlags, { args, parent }: Command): Promise<void> {
  if (args.length > 0) throw unknownCommand(args[0], parent!);
  const output = await openOutput(flags);
  const { cache } = readSettings(process.env);
  await emit(resultOf('models ls', LIST_COLUMNS, await listModels(cache)), output);
  const { variants, revisions } = readRegistry().pythia;
  const runs = variants.map(({ suffix, numbers, from, to }) => {
    return `${suffix}${numbers ? `${numbers[0]} to ${numbers[1]}` : ''} (${from} to ${to})`;
  });
  note(`the cache is ${cache}`);
  note(`other runs of Pythia: ${runs.join(', ')}; revisions: ${revisions}`);
}

async function pull(names: string[], flags: PullFlags): Promise<void> {
  const context = contextOf(flags);
  for (const name of names) if (!datasetNamed(name)) await parseModelName(name, process.env); // all, before any download
  for (const name of names) {
    const places = await withDownloadProgress(context, false, (options) =>
      locate(name, flags.revision, options),
    );
    note(`${name} is in ${places.join(', ')}`);
  }
}

async function path(name: string, flags: { revision?: string }): Promise<void> {
  const options = { offline: true, signal: interruption.signal, onWarning: warn };
  await writeStdout((await locate(name, flags.revision, options)).map((place) => `${place}\n`));
}

/** The folder of a model, or the files of a data set. */
async function locate(name: string, revision: string | undefined, options: HubOptions): Promise<string[]> {
  if (!datasetNamed(name)) return [(await resolveModel(name, revision, options)).folder];
  return (await resolveDataset(name, options)).files.map(({ path }) => path);
}

async function verify(names: string[], flags: OutputFlags): Promise<void> {
  const output = await openOutput(flags);
  const rows: Result['rows'] = [];
  const bad: (VerifiedFile & { model: string })[] = [];
  for (const model of names) {
    for (const file of await verifyModel(model, { signal: interruption.signal })) {
      const { path: _, ...shown } = file;
      rows.push({ model, ...shown });
      if (file.verdict === 'corrupt' || file.verdict === 'missing') bad.push({ model, ...file });
    }
  }
  await emit(resultOf('models verify', ['model', 'revision', 'file', 'verdict', 'hash'], rows), output);
  if (bad.length > 0)
    throw new LlmgeoError(
      `${bad.length} of ${rows.length} files are not what they should be: ${bad[0].path}`,
      remedy(bad),
    );
}

/** A deleted blob is fetched anew by the next pull. */
function remedy(bad: (VerifiedFile & { model: string })[]): string {
  const { embedded } = readRegistry();
  const [{ model, revision }] = bad;
  if (embedded.models.some(({ name }) => name === model))
    return 'install llmgeo anew: these files come with it';
  const files = [...new Set(bad.filter((file) => file.model === model).map((file) => `"${file.path}"`))];
  return `delete and fetch anew: rm -f ${files.join(' ')} && llmgeo models pull ${model}${datasetNamed(model) ? '' : ` --revision ${revision}`}`;
}

function resultOf(command: string, columns: string[], rows: Result['rows']): Result {
  return { meta: { tool: toolName(), command }, columns, rows, summary: {} };
}
