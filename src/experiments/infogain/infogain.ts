import { normalizeGram } from '../../linalg/gram.ts';
import { DEFAULT_SIGMA, informationGain } from '../../metrics/information-gain.ts';
import { londonSentence } from '../../text/defaults.ts';
import type { Experiment, ModelFacts } from '../experiment.ts';
import { identityColumns } from '../identity.ts';
import { infogainAnswer } from './answer.ts';
import { informationGainFigure } from './figure.ts';
import { type By, gainColumns, rowsByLength, rowsByToken, type TextGain, totalGains } from './rows.ts';
import { textGain } from './text.ts';

/** What decides information gains, and how they are listed. */
export interface InfogainOptions {
  /** Standard deviation of the noise. */
  sigma: number;
  /** Rows by token, or means over the texts by length. */
  by: By;
  /** Whether rows by token have Theorem 4.1 as the paper prints it too. */
  asPrinted: boolean;
  /** Whether the bound is computed too, which takes longer than all else. */
  bound: boolean;
}

/** One text: what it gains with each token, from which the information gain of each prefix is summed up again. */
export type InfogainRecord = {
  text: number;
  /** Of every token; none for rows by length. */
  ids: number[];
  tokens: string[];
  layers: { gain: Float64Array; posteriorVariance: Float64Array; bound?: Float64Array }[];
};

/** How much each token adds to what a model has encoded (section 4.1, Fig 3). */
export const infogain: Experiment<InfogainOptions, InfogainRecord> = {
  name: 'infogain',
  defaults: { sigma: DEFAULT_SIGMA, by: 'token', asPrinted: false, bound: true },
  texts: londonSentence,
  described: ({ sigma, by, asPrinted, bound }, maxTokens) => {
    return { sigma, by, max_tokens: maxTokens, as_printed: asPrinted, bound };
  },
  columns: ({ by, asPrinted, bound }, { control }) => {
    return [
      ...identityColumns(control),
      ...gainColumns(by, bound),
      ...(asPrinted ? ['gain_as_printed'] : []),
    ];
  },
  begin: ({ layers, dims }, _, { sigma, by, bound }) => ({
    capture: { gram: [...layers] },
    *ofText({ index, ids, token }, { tokens, gram }) {
      const named =
        by === 'token' ? { ids, tokens: ids.map((_, position) => token(position)) } : { ids: [], tokens: [] };
      const record: InfogainRecord = { text: index, ...named, layers: [] };
      for (const [i, layer] of layers.entries()) {
        const G = gram.get(layer)!;
        const measured = bound
          ? textGain(G, tokens, dims[i], sigma)
          : informationGain(normalizeGram(G, tokens), tokens, sigma);
        const { informationGain: _, ...kept } = measured;
        record.layers.push(kept);
        yield;
      }
      return record;
    },
  }),
  *table(runs, { sigma, by, asPrinted }) {
    const table = { rows: [], summary: { totals: [] } } as GainTable;
    for (const { model, records } of runs) {
      const gains = records.flatMap((record) => gainsOf(model, record));
      const found = by === 'token' ? rowsByToken(gains, asPrinted ? sigma : undefined) : rowsByLength(gains);
      for (const row of found) table.rows.push(row); // one by one: a hundred thousand arguments overflow the stack
      for (const total of totalGains(gains, by)) table.summary.totals.push(total);
      yield;
    }
    return table;
  },
  figure: informationGainFigure,
  answer: infogainAnswer,
  saved: [
    {
      mark: 'gain',
      numbers: ['text', 'position', 'information_gain_per_dim', 'gain_per_dim'],
      names: ['model', 'token'],
    },
    {
      mark: 'gain_per_dim_mean',
      numbers: ['length', 'texts', 'information_gain_per_dim_mean', 'gain_per_dim_mean'],
      names: ['model'],
    },
  ],
};

type GainTable = { rows: ReturnType<typeof rowsByToken>; summary: { totals: ReturnType<typeof totalGains> } };

function gainsOf(
  { identity, layers, dims }: ModelFacts,
  { text, ids, tokens, layers: found }: InfogainRecord,
): TextGain[] {
  return layers.map((layer, i) => {
    const { gain } = found[i];
    return {
      identity,
      layer,
      dim: dims[i],
      text: { index: text, ids, tokens },
      ...found[i],
      informationGain: summed(gain),
    };
  });
}

/** I_T, the sum of the gains of tokens 1 to T. */
function summed(gain: Float64Array): Float64Array {
  let total = 0;
  return gain.map((value) => (total += value));
}
