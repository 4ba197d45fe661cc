import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { experimentNamed } from '../experiments/index.ts';
import { emit, openOutput } from '../io/emit.ts';
import { renderPlot } from '../io/render-plot.ts';
import { type MeasuredPasses, reproductionOf } from '../paper/reproduce.ts';
import { type PassName, paperPasses } from '../paper/studies.ts';
import { RunReader } from '../run/folder/read-run.ts';
import { resultOf, type Subject } from '../run/run-experiment.ts';
import { contextOf } from './context.ts';
import { DEFAULT_FOLDER, openReport, writeReport } from './report-output.ts';
import { addOutputFlags, addPlotFlags, addTalkFlags, type SharedFlags } from './shared-flags.ts';

type Flags = SharedFlags;

/** Adds the argument, the flags and the action of `llmgeo merge`. */
export function define(command: Command): void {
  command.argument('<folders...>', 'run folders: one that all shares were kept in, or one of each');
  addPlotFlags(addOutputFlags(addTalkFlags(command))).action(run);
}

async function run(folders: string[], flags: Flags): Promise<void> {
  const { signal, talk } = contextOf({ ...flags, progress: true });
  await RunReader.during(folders, signal, async (reader) => {
    for (const { file, line, reason } of reader.lost) talk.warn(`${file}, line ${line}: ${reason}`);
    if (reader.description.command === 'reproduce') await mergeReport(reader, flags);
    else await mergeResult(reader, flags);
  });
}

async function mergeResult(reader: RunReader, flags: Flags): Promise<void> {
  const { signal } = contextOf({ ...flags, progress: true });
  const { command } = reader.description;
  const experiment = experimentNamed(command);
  if (experiment === undefined)
    throw new InputError(
      `the run is one of "${command}", which this llmgeo does not know`,
      'use the llmgeo that began it',
    );
  const output = await openOutput(flags);
  const measured = await reader.measured(command);
  const result = await resultOf(experiment, reader.notes.options, subjectOf(reader), measured, signal);
  await emit(result, output, experiment.answer);
  if (output.plot) await renderPlot(experiment.figure(result, flags), output.plot);
}

/** The report of `reproduce`, in the folder that -o names. */
async function mergeReport(reader: RunReader, flags: Flags): Promise<void> {
  const given = [flags.format && '--format', flags.plot && '--plot', flags.all && '--all'].find(
    (flag) => flag,
  );
  if (given)
    throw new InputError(
      `${given} with a run of reproduce`,
      'it makes a folder with figures and tables: name it with -o',
    );
  const started = new Date();
  const folder = await openReport(flags.output ?? DEFAULT_FOLDER);
  const context = contextOf({ ...flags, progress: true });
  const { input, request } = subjectOf(reader);
  const passes: [PassName, MeasuredPasses[PassName]][] = [];
  for (const pass of paperPasses(request, input, reader.notes.seed))
    passes.push([pass.name, { ...pass, measured: await reader.measured(pass.name) }]);
  const all = Object.fromEntries(passes) as MeasuredPasses;
  await writeReport(folder, await reproductionOf(all, reader.notes.seed, context), started);
}

/** What the run is about, as far as its tables say it. */
function subjectOf({ description, notes }: RunReader): Subject {
  const { models, revisions, layer } = description;
  return {
    input: { texts: notes.names, meta: notes.input },
    request: {
      models: models.map(String),
      revisions: revisions.map(String),
      layer,
      device: 'auto',
      controlSeeds: notes.isControlled ? [notes.seed] : [],
      maxTokens: notes.maxTokens ?? undefined,
      offline: true,
    },
  };
}
