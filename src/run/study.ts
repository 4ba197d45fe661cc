import type {
  Experiment,
  Measurement,
  ModelFacts,
  ModelRecords,
  Table,
  TextName,
} from '../experiments/experiment.ts';
import type { Steps } from '../metrics/steps.ts';
import type { Json } from '../report/result.ts';
import type { TokenizedText } from '../text/tokenized-text.ts';

/** An experiment with its options, as the loop over the models sees it: what it keeps is none of the loop's business. */
export interface Study {
  /** Names its records: once in a run. */
  name: string;
  /** Every option that changes a record. */
  described: { [key: string]: Json };
  /** Whether it is about a model at all; default about every one. */
  isAbout?(model: ModelFacts, seed: number | null): boolean;
  begin(model: ModelFacts, texts: readonly TokenizedText[]): Measurement<unknown, unknown>;
}

/** What one model gave. */
export interface MeasuredModel {
  model: ModelFacts;
  /** Of untrained weights; null where trained. */
  seed: number | null;
  texts: readonly TextName[];
  /** What `meta` says of the model. */
  description: { [key: string]: Json };
  /** By the name of the study; absent where the study is not about the model. */
  found: { [study: string]: Found };
}

/** What one study found in one model. */
export interface Found {
  records: unknown[];
  parts: unknown[];
  facts: { [key: string]: Json };
}

/** Makes a study of an experiment. */
export function studyOf<Options, Record, Part>(
  experiment: Pick<Experiment<Options, Record, Part>, 'name' | 'described' | 'begin'>,
  options: Options,
  isAbout?: Study['isAbout'],
): Study {
  return {
    name: experiment.name,
    described: experiment.described(options, null),
    begin: (model, texts) => experiment.begin(model, texts, options),
    isAbout,
  };
}

/** The records of the study of a name, as its experiment knows them: of every model that it is about. */
export function recordsOf<Record, Part>(
  measured: readonly MeasuredModel[],
  name: string,
): ModelRecords<Record, Part>[] {
  return measured.flatMap(({ model, texts, found }) => {
    if (!Object.hasOwn(found, name)) return [];
    const { records, parts } = found[name];
    // what `begin` of the same experiment has put there
    return [{ model, texts, records: records as Record[], parts: parts as Part[] }];
  });
}

/** What `meta` says of the models of a study. */
export function descriptionsOf(measured: readonly MeasuredModel[], name: string): { [key: string]: Json }[] {
  return measured.flatMap(({ description, found }) =>
    Object.hasOwn(found, name) ? [{ ...description, ...found[name].facts }] : [],
  );
}

/** The table of an experiment over what was measured. */
export function tableOf<Options, Record, Part>(
  experiment: Pick<Experiment<Options, Record, Part>, 'name' | 'table'>,
  measured: readonly MeasuredModel[],
  options: Options,
): Steps<Table> {
  return experiment.table(recordsOf<Record, Part>(measured, experiment.name), options);
}
