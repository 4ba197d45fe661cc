import type { ModelSize } from '../experiments/entropy/groups.ts';
import type { FitGroup } from '../experiments/entropy/points.ts';
import { type EntropyRow, entropyRow, textEntropies } from '../experiments/entropy/text.ts';
import { rowsByLength, type TextGain, textGain, totalGains } from '../experiments/infogain/text.ts';
import { lassoText, selectTokens } from '../experiments/lasso/selection.ts';
import { theorem41 } from '../experiments/theory/states.ts';
import { leadingGram, normalizeGram } from '../linalg/gram.ts';
import { DEFAULT_SIGMA, type InformationGain, informationGain } from '../metrics/information-gain.ts';
import { centeredMatrixEntropy } from '../metrics/matrix-entropy.ts';
import { DEFAULT_EPS } from '../metrics/rate-distortion.ts';
import type { Theorem41Errors } from '../metrics/theorem-4-1.ts';
import type { AttentionRequest, Encoding, Layer } from '../model/capture.ts';
import type { Json, Result } from '../report/result.ts';
import { type ModelRequest, type ModelRun, openModels } from '../run/model-run.ts';
import type { Text } from '../text/text.ts';
import type { WithControl } from './claims/control.ts';
import type { CorpusRun, CorpusText } from './claims/corpus-run.ts';
import { LASSO_TOKENS, type LassoAttention, STRENGTHS } from './claims/lasso.ts';

/** An attention weight or coefficient above this is a pick (section 4.2). */
const PICK = 0.01;

/** What all experiments on the corpus found in one model. */
export interface CorpusModel {
  run: CorpusRun;
  size: ModelSize;
  /** Seed of untrained weights; null where trained. */
  seed: number | null;
  /** What claim 1 needs of it. */
  fitted: FitGroup;
  /** Of the models that figures draw. */
  entropies: EntropyRow[];
  /** By length, as in Fig 3; of the same. */
  gains: Result['rows'];
  /** Mean information gain of whole texts. */
  totals: Json[];
  /** Of each text, by trained models only. */
  theorem41: Theorem41Errors[];
  description: Record<string, Json>;
}

/**
 * Runs every model once over the corpus, trained and untrained, and measures all that is about it.
 * @param drawnSeed of the untrained models that figures draw
 */
export async function measureCorpus(
  request: ModelRequest,
  texts: readonly Text[],
  drawnSeed: number,
): Promise<WithControl<CorpusModel>[]> {
  const models: WithControl<CorpusModel>[] = [];
  for await (const run of openModels(request, texts)) {
    const seed = run.control?.seed ?? null;
    const found = await measureModel(run, seed, seed === null || seed === drawnSeed);
    if (seed === null) models.push({ trained: found, untrained: [] });
    else models.at(-1)!.untrained.push(found);
  }
  return models;
}

async function measureModel(run: ModelRun, seed: number | null, isDrawn: boolean): Promise<CorpusModel> {
  const [layer] = run.layers;
  const { hidden: dim, blocks } = run.runner.shape;
  const { model, revision } = run.identity;
  const gains: TextGain[] = [];
  const found: CorpusModel = {
    run: { model, revision, layer, parameters: run.parameters, dim, texts: [] },
    size: { model, revision, blocks, parameters: run.parameters },
    seed,
    fitted: { model, dim, parameters: run.parameters.total, rows: [] },
    entropies: [],
    gains: [],
    totals: [],
    theorem41: [],
    description: await run.describe(),
  };
  const attention: AttentionRequest = { blocks: [blocks - 1], heads: 'mean', rows: 'all' };
  for await (const { text, encoding } of run.encode({ gram: [layer], attention })) {
    const { tokens } = encoding;
    const G = encoding.gram.get(layer)!;
    const { index } = text;
    // bound and entropy of Def 3.1 cost more than all else here: figures show them, claims need neither
    const drawn = isDrawn ? textGain(G, tokens, dim, DEFAULT_SIGMA) : undefined;
    const entropies = isDrawn ? textEntropies(G, tokens, dim, { eps: DEFAULT_EPS, center: true }) : undefined;
    if (drawn) gains.push({ identity: run.identity, layer, dim, text, ...drawn });
    if (entropies) found.entropies.push(entropyRow(run.identity, layer, { index, tokens, dim }, entropies));
    if (seed === null) found.theorem41.push(theorem41(G, tokens));
    const gain = drawn ?? informationGain(normalizeGram(G, tokens), tokens, DEFAULT_SIGMA);
    const nats = entropies ? entropies.matrix_entropy : centeredMatrixEntropy(G, tokens);
    found.fitted.rows.push({ text: index, matrix_entropy: nats });
    found.run.texts.push(corpusText(index, gain, picksOf(encoding, layer, dim)));
  }
  found.gains = rowsByLength(gains);
  found.totals = totalGains(gains, 'length');
  return found;
}

function corpusText(
  index: number,
  { informationGain, gain }: InformationGain,
  picks: LassoAttention[],
): CorpusText {
  return { index, tokens: gain.length, informationGain, gain, picks };
}

/** Picks for the last of the first 64 tokens; none for a text of one token. */
function picksOf({ tokens, gram, attention }: Encoding, layer: Layer, dim: number): LassoAttention[] {
  const count = Math.min(tokens, LASSO_TOKENS);
  if (count < 2) return [];
  const text = lassoText(leadingGram(gram.get(layer)!, tokens, count), count, dim);
  const [weights] = attention.values();
  const row = weights.data.subarray((count - 1) * tokens, (count - 1) * tokens + count);
  return STRENGTHS.map(({ lambda }) => {
    const found = selectTokens(text, count - 1, row, { lambda: lambda(dim), threshold: PICK });
    const [{ picks, jaccard }] = found.lasso;
    return { lassoPicks: picks.length, attentionPicks: found.attentionPicks.length, jaccard };
  });
}
