import type { Command } from 'commander';
import type { Experiment } from '../experiments/experiment.ts';
import { emit, openOutput } from '../io/emit.ts';
import { renderPlot } from '../io/render-plot.ts';
import { describedBy } from '../run/folder/open-run.ts';
import { type Input, readInput } from '../run/input.ts';
import { runExperiment } from '../run/run-experiment.ts';
import { contextOf } from './context.ts';
import { printsBatchFile, shardOfRun, tellOfMerge, withRunFolder } from './run-folder.ts';
import { inputRequest, modelRequest, type SharedFlags } from './shared-flags.ts';

/**
 * The action that all experiments share: the output is opened, the texts are read, the models run, the result is
 * written and drawn.
 * @param optionsOf the options of the experiment, once the texts are known
 */
export async function runStudy<Options, Record, Part>(
  experiment: Experiment<Options, Record, Part>,
  texts: string[],
  flags: SharedFlags,
  command: Command,
  optionsOf: (input: Input) => Options,
): Promise<void> {
  if (await printsBatchFile(flags, command)) return;
  const shard = shardOfRun(flags);
  const output = await openOutput(flags);
  const context = contextOf(flags);
  const input = await readInput(inputRequest(texts, flags), await experiment.texts(), context);
  const options = optionsOf(input);
  const request = modelRequest(flags);
  const subject = { input, request };
  const run = describedBy(experiment, options, request, flags.seed);
  const result = await withRunFolder(flags, run, subject, shard, context, (store, watched) =>
    runExperiment(experiment, options, subject, watched, store?.pass(experiment.name)),
  );
  if (result === null) return tellOfMerge(context, shard, flags.run);
  await emit(result, output, experiment.answer);
  if (output.plot) await renderPlot(experiment.figure(result, flags), output.plot);
}

/** The options of an experiment as flags of the same names have them, the others as they usually are. */
export function optionsFrom<Options extends object>(
  { defaults }: { defaults: Options },
  flags: object,
): Options {
  const given = flags as { [key: string]: unknown };
  return Object.fromEntries(
    Object.entries(defaults).map(([key, value]) => [key, given[key] ?? value]),
  ) as Options;
}
