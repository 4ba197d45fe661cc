import { leadingGram, normalizeGram } from '../../linalg/gram.ts';
import { DEFAULT_SIGMA, type InformationGain, informationGain } from '../../metrics/information-gain.ts';
import { DEFAULT_EPS } from '../../metrics/rate-distortion.ts';
import type { Theorem41Errors } from '../../metrics/theorem-4-1.ts';
import type { AttentionRequest, Encoding, Layer } from '../../model/capture.ts';
import type { Json, Result } from '../../report/result.ts';
import type { Text } from '../../text/text.ts';
import { type EntropyRow, entropyRow, textEntropies } from '../entropy.ts';
import type { ModelSize } from '../entropy-means.ts';
import { rowsByLength, type TextGain, textGain, totalGains } from '../information-gain.ts';
import { lassoText, selectTokens } from '../lasso-selection.ts';
import { type ModelRequest, type ModelRun, openModels } from '../model-run.ts';
import { theorem41 } from '../theory-states.ts';
import type { CorpusRun, CorpusText } from './corpus-run.ts';
import { LASSO_TOKENS, type LassoAttention, STRENGTHS } from './lasso-claim.ts';

/** An attention weight or coefficient above this is a pick (section 4.2). */
const PICK = 0.01;

/** What all experiments on the corpus found in one model. */
export interface CorpusModel {
  run: CorpusRun;
  size: ModelSize;
  /** Seed of untrained weights; null where trained. */
  seed: number | null;
  entropies: EntropyRow[];
  /** By length, as in Fig 3; of the models that figures draw. */
  gains: Result['rows'];
  /** Mean information gain of whole texts. */
  totals: Json[];
  /** Of each text, by trained models only. */
  theorem41: Theorem41Errors[];
  description: Record<string, Json>;
}

/** Runs every model once over the corpus, trained and untrained, and measures all that is about it. */
export async function measureCorpus(request: ModelRequest, texts: readonly Text[]): Promise<CorpusModel[]> {
  const models: CorpusModel[] = [];
  for await (const run of openModels(request, texts)) {
    const seed = run.control?.seed ?? null;
    models.push(await measureModel(run, seed, seed === null || seed === request.controlSeeds[0]));
  }
  return models;
}

async function measureModel(run: ModelRun, seed: number | null, isDrawn: boolean): Promise<CorpusModel> {
  const [layer] = run.layers;
  const { hidden: dim, layers } = run.runner.shape;
  const { model, revision } = run.identity;
  const gains: TextGain[] = [];
  const found: CorpusModel = {
    run: { model, parameters: run.parameters, dim, texts: [] },
    size: { model, revision, layers, parameters: run.parameters },
    seed,
    entropies: [],
    gains: [],
    totals: [],
    theorem41: [],
    description: await run.describe(),
  };
  const attention: AttentionRequest = { layers: [layers - 1], heads: 'mean', rows: 'all' };
  for await (const { text, encoding } of run.encode({ gram: [layer], attention })) {
    const { tokens } = encoding;
    const G = encoding.gram.get(layer)!;
    // the bound beside a curve costs more than all else here, and claims need none
    const bounded = isDrawn ? textGain(G, tokens, dim, DEFAULT_SIGMA) : undefined;
    const gain = bounded ?? informationGain(normalizeGram(G, tokens), tokens, DEFAULT_SIGMA);
    if (bounded) gains.push({ identity: run.identity, layer, dim, text, ...bounded });
    const entropies = textEntropies(G, tokens, dim, { eps: DEFAULT_EPS, center: true });
    found.entropies.push(entropyRow(run.identity, layer, { index: text.index, tokens, dim }, entropies));
    if (seed === null) found.theorem41.push(theorem41(G, tokens));
    found.run.texts.push(corpusText(text.index, gain, picksOf(encoding, layer, dim)));
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
