import { DEFAULT_EPS } from '../../metrics/rate-distortion.ts';
import type { Result } from '../../report/result.ts';
import { heldoutDocuments } from '../../text/defaults.ts';
import type { Experiment, ModelFacts } from '../experiment.ts';
import { identityColumns } from '../identity.ts';
import { entropyAnswer } from './answer.ts';
import { entropyFigure, entropyOfSummary } from './figure.ts';
import { publishedEntropyFigure } from './figure-published.ts';
import type { SummaryOptions } from './groups.ts';
import { ENTROPY_COLUMNS, type EntropyRow } from './rows.ts';
import { summarizeEntropy } from './summary.ts';
import { type TextEntropies, type EntropyOptions as TextOptions, textEntropies } from './text.ts';

/** What decides the entropies and what they come to. */
export type EntropyOptions = TextOptions & SummaryOptions;

/** The entropies of one text, in every wanted layer. */
export type EntropyRecord = { text: number; tokens: number; layers: TextEntropies[] };

/** A column that published entropies alone have. */
const PUBLISHED = 'null_entropy_normalized';

/** Entropy and effective rank of the hidden states, against the size of the model (section 3, Fig 1). */
export const entropy: Experiment<EntropyOptions, EntropyRecord> = {
  name: 'entropy',
  defaults: { eps: DEFAULT_EPS, center: true, rankMean: 'log', parameters: 'total', seed: 0 },
  texts: heldoutDocuments,
  described: ({ eps, center, rankMean, parameters, seed }, maxTokens) => {
    const options = { published: false, eps, center, rank_mean: rankMean, parameters };
    return { ...options, max_tokens: maxTokens, seed };
  },
  columns: (_, { control }) => [...identityColumns(control), ...ENTROPY_COLUMNS],
  begin: ({ layers, dims }, _, options) => ({
    capture: { gram: [...layers] },
    *ofText({ index }, { tokens, gram }) {
      const record: EntropyRecord = { text: index, tokens, layers: [] };
      for (const [i, layer] of layers.entries()) {
        record.layers.push(textEntropies(gram.get(layer)!, tokens, dims[i], options));
        yield;
      }
      return record;
    },
  }),
  *table(runs, options) {
    const rows: EntropyRow[] = [];
    for (const { model, records } of runs) {
      for (const record of records) rows.push(...rowsOf(model, record));
      yield;
    }
    const sizes = runs.map(({ model: { identity, blocks, parameters } }) => {
      return { model: identity.model, revision: identity.revision, blocks, parameters };
    });
    return { rows, summary: summarizeEntropy(rows, sizes, options) };
  },
  figure: (result, page) => (isPublished(result) ? publishedEntropyFigure : entropyFigure)(result, page),
  answer: entropyAnswer,
  saved: [
    {
      mark: PUBLISHED,
      numbers: ['parameters', 'entropy_normalized', PUBLISHED],
      names: ['family', 'dataset'],
    },
    {
      mark: 'effective_rank',
      numbers: ['text', 'tokens', 'entropy_normalized', 'entropy_ceiling', 'effective_rank'],
      names: ['model'],
      ofSummary: entropyOfSummary,
    },
  ],
};

function isPublished({ columns }: Result): boolean {
  return columns.includes(PUBLISHED);
}

function rowsOf({ identity, layers, dims }: ModelFacts, record: EntropyRecord): EntropyRow[] {
  const { text, tokens } = record;
  return layers.map((layer, i) => ({ ...identity, layer, text, tokens, dim: dims[i], ...record.layers[i] }));
}
