import type { Experiment } from '../experiments/experiment.ts';
import { emit, openOutput } from '../io/emit.ts';
import { renderPlot } from '../io/render-plot.ts';
import type { Input } from '../run/input.ts';
import { readInput } from '../run/input.ts';
import { runExperiment } from '../run/run-experiment.ts';
import { contextOf } from './context.ts';
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
  optionsOf: (input: Input) => Options,
): Promise<void> {
  const output = await openOutput(flags);
  const context = contextOf(flags);
  const input = await readInput(inputRequest(texts, flags), await experiment.texts(), context);
  const options = optionsOf(input);
  const result = await runExperiment(experiment, options, { input, request: modelRequest(flags) }, context);
  await emit(result, output, experiment.answer);
  if (output.plot) await renderPlot(experiment.figure(result, flags), output.plot);
}
