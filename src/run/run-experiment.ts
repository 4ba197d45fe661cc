import type { Experiment, Table } from '../experiments/experiment.ts';
import type { Result } from '../report/result.ts';
import type { RunContext } from './context.ts';
import type { Input } from './input.ts';
import { measure } from './measure.ts';
import { metaOf } from './meta.ts';
import { isControlled, type ModelRequest } from './model-run.ts';
import { runSteps } from './run-steps.ts';
import type { Store } from './store.ts';
import { descriptionsOf, type MeasuredModel, studyOf, tableOf } from './study.ts';

/** Which texts an experiment is about, in which models. */
export interface Subject {
  input: Input;
  request: ModelRequest;
}

/**
 * Runs one experiment by itself.
 * @param store where its records are kept; default in memory
 * @returns null where this process does but a share of the run
 * @throws InputError as the experiment and the models do; the reason of the context's signal
 */
export async function runExperiment<Options, Record, Part>(
  experiment: Experiment<Options, Record, Part>,
  options: Options,
  { input, request }: Subject,
  context: RunContext,
  store?: Store,
): Promise<Result | null> {
  const study = studyOf(experiment, options);
  const measured = await measure([study], request, input.texts, context, store);
  return measured && resultOf(experiment, options, { input, request }, measured, context.signal);
}

/** The result of an experiment from what was measured: the same records make the same bytes. */
export async function resultOf<Options, Record, Part>(
  experiment: Experiment<Options, Record, Part>,
  options: Options,
  subject: Subject,
  measured: readonly MeasuredModel[],
  signal: AbortSignal,
): Promise<Result> {
  const table = await runSteps(tableOf(experiment, measured, options), signal);
  return resultWith(experiment, options, { ...subject, measured }, table);
}

/** A table with all that decided it. */
export function resultWith<Options, Record, Part>(
  experiment: Experiment<Options, Record, Part>,
  options: Options,
  { input, request, measured }: Subject & { measured: readonly MeasuredModel[] },
  table: Table,
): Result {
  const { name } = experiment;
  const described = experiment.described(options, request.maxTokens ?? null);
  return {
    meta: metaOf(name, described, input.meta, descriptionsOf(measured, name)),
    columns: experiment.columns(options, { control: isControlled(request), texts: input.texts }),
    ...table,
  };
}
