import type { Repo } from './layout.ts';

/** A data set of the hub that llmgeo knows by name, or one part of it. */
export interface Dataset {
  name: string;
  repo: Repo;
  /** In the order in which their texts come. */
  files: readonly string[];
  /** The field that holds the text. */
  field: string;
  /** Whether rows without a text are none of it. */
  skipsEmpty?: boolean;
}

export const HH_RLHF = 'hh-rlhf';
/** As the paper's Fig 1 takes them. */
const HH_RLHF_PARTS = ['harmless-base', 'helpful-base', 'helpful-online', 'helpful-rejection-sampled'];

/** The data sets, each with all its parts; `models` lists, pulls and verifies them as they are here. */
export const DATASETS: readonly Dataset[] = [
  {
    name: HH_RLHF,
    repo: { type: 'dataset', id: 'Anthropic/hh-rlhf' },
    files: HH_RLHF_PARTS.map((part) => `${part}/test.jsonl.gz`),
    field: 'chosen',
  },
  {
    name: 'dolly',
    repo: { type: 'dataset', id: 'databricks/databricks-dolly-15k' },
    files: ['databricks-dolly-15k.jsonl'],
    field: 'context',
    skipsEmpty: true,
  },
];

/** The parts of data sets that may be named alone: `hh-rlhf/harmless-base`. */
const PARTS = DATASETS.filter(({ files }) => files.length > 1).flatMap((dataset) =>
  dataset.files.map((file) => ({
    ...dataset,
    name: `${dataset.name}/${file.slice(0, file.indexOf('/'))}`,
    files: [file],
  })),
);

/** What `--dataset` knows by name. */
export const DATASET_NAMES: readonly string[] = [...DATASETS, ...PARTS].map(({ name }) => name);

/** The data set, or part of one, of that name; undefined where there is none. */
export function datasetNamed(name: string): Dataset | undefined {
  return [...DATASETS, ...PARTS].find((dataset) => dataset.name === name);
}
