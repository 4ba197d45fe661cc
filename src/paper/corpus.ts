import type { FitGroup } from '../experiments/entropy/points.ts';
import type { Experiment, ModelRecords } from '../experiments/experiment.ts';
import { lassoText, selectTokens } from '../experiments/lasso/selection.ts';
import { theorem41 } from '../experiments/theory/states.ts';
import { leadingGram, normalizeGram } from '../linalg/gram.ts';
import { DEFAULT_SIGMA, informationGain } from '../metrics/information-gain.ts';
import { centeredMatrixEntropy } from '../metrics/matrix-entropy.ts';
import { DEFAULT_THRESHOLD } from '../metrics/selection.ts';
import type { Theorem41Errors } from '../metrics/theorem-4-1.ts';
import type { Encoding, Layer } from '../model/capture.ts';
import { type MeasuredModel, recordsOf } from '../run/study.ts';
import type { WithControl } from './claims/control.ts';
import type { CorpusRun, CorpusText } from './claims/corpus-run.ts';
import { LASSO_TOKENS, type LassoAttention, STRENGTHS } from './claims/lasso.ts';

/** What the claims need of one text of the corpus. */
export type CorpusRecord = CorpusText & {
  /** Nats; null where undefined. */
  matrixEntropy: number | null;
  /** By trained models only. */
  theorem41: Theorem41Errors | null;
};

/** What the claims about the corpus are made of, in every model; figures have experiments of their own. */
export const corpusStudy: Pick<Experiment<null, CorpusRecord>, 'name' | 'described' | 'begin'> = {
  name: 'corpus',
  described: () => ({ sigma: DEFAULT_SIGMA, threshold: DEFAULT_THRESHOLD, tokens: LASSO_TOKENS }),
  begin: ({ identity, layers: [layer], dims: [dim], blocks }) => ({
    capture: { gram: [layer], attention: { blocks: [blocks - 1], heads: 'mean', rows: 'all' } },
    *ofText({ index }, encoding) {
      const { tokens } = encoding;
      const G = encoding.gram.get(layer)!;
      const gain = informationGain(normalizeGram(G, tokens), tokens, DEFAULT_SIGMA);
      yield;
      const picks = picksOf(encoding, layer, dim);
      yield;
      return {
        index,
        tokens,
        informationGain: gain.informationGain,
        gain: gain.gain,
        picks,
        matrixEntropy: centeredMatrixEntropy(G, tokens),
        theorem41: identity.weights === 'untrained' ? null : theorem41(G, tokens),
      };
    },
  }),
};

/** What all claims on the corpus need of one model. */
export interface CorpusModel {
  run: CorpusRun;
  /** What claim 1 needs of it. */
  fitted: FitGroup;
  /** Of each text, by trained models only. */
  theorem41: Theorem41Errors[];
}

/** The corpus in every model, each with the untrained ones of its shape. */
export function corpusGroups(measured: readonly MeasuredModel[]): WithControl<CorpusModel>[] {
  const groups: WithControl<CorpusModel>[] = [];
  for (const records of recordsOf<CorpusRecord, never>(measured, corpusStudy.name)) {
    const isTrained = records.model.identity.weights !== 'untrained';
    if (isTrained) groups.push({ trained: corpusModel(records), untrained: [] });
    else groups.at(-1)!.untrained.push(corpusModel(records));
  }
  return groups;
}

function corpusModel({ model, records }: ModelRecords<CorpusRecord>): CorpusModel {
  const {
    identity,
    layers,
    dims: [dim],
    parameters,
  } = model;
  const { model: name, revision } = identity;
  return {
    run: { model: name, revision, layer: layers[0], parameters, dim, texts: [...records] },
    fitted: {
      model: name,
      dim,
      parameters: parameters.total,
      rows: records.map(({ index, matrixEntropy }) => ({ text: index, matrix_entropy: matrixEntropy })),
    },
    theorem41: records.flatMap((record) => record.theorem41 ?? []),
  };
}

/** Picks for the last of the first 64 tokens; none for a text of one token. */
function picksOf({ tokens, gram, attention }: Encoding, layer: Layer, dim: number): LassoAttention[] {
  const count = Math.min(tokens, LASSO_TOKENS);
  if (count < 2) return [];
  const text = lassoText(leadingGram(gram.get(layer)!, tokens, count), count, dim);
  const [weights] = attention.values();
  const row = weights.data.subarray((count - 1) * tokens, (count - 1) * tokens + count);
  return STRENGTHS.map(({ lambda }) => {
    const found = selectTokens(text, count - 1, row, { lambda: lambda(dim), threshold: DEFAULT_THRESHOLD });
    const [{ picks, jaccard }] = found.lasso;
    return { lassoPicks: picks.length, attentionPicks: found.attentionPicks.length, jaccard };
  });
}
