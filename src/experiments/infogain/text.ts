import { normalizeGram } from '../../linalg/gram.ts';
import { corpusCurve, meanAndError } from '../../metrics/corpus-curve.ts';
import {
  gainAsPrinted,
  type InformationGain,
  informationGain,
  informationGainBound,
} from '../../metrics/information-gain.ts';
import { mean } from '../../metrics/least-squares.ts';
import type { Layer } from '../../model/capture.ts';
import type { Json, Row } from '../../report/result.ts';
import type { ModelRun } from '../../run/model-run.ts';
import type { TokenizedText } from '../../text/tokenized-text.ts';
import type { Identity } from '../identity.ts';

/** One row per token, or one per length. */
export type By = 'token' | 'length';

/** The columns of each after those that name the model. */
export const GAIN_COLUMNS: Record<By, string[]> = {
  token: [
    'text',
    'position',
    'token_id',
    'token',
    'information_gain',
    'information_gain_per_dim',
    'information_gain_bound',
    'gain',
    'gain_per_dim',
    'posterior_variance',
  ],
  length: [
    'length',
    'texts',
    'dim',
    'information_gain_mean',
    'information_gain_sem',
    'information_gain_per_dim_mean',
    'information_gain_per_dim_sem',
    'information_gain_bound_per_dim_mean',
    'gain_per_dim_mean',
    'gain_per_dim_sem',
  ],
};

/** The columns, without those of the bound where it is left out. */
export function gainColumns(by: By, isBounded: boolean): string[] {
  return GAIN_COLUMNS[by].filter((column) => isBounded || !column.includes('bound'));
}

/** The information gain of one text in one layer of one model. */
export interface TextGain extends InformationGain {
  identity: Identity;
  layer: Layer;
  dim: number;
  text: TokenizedText;
  /** I_T <= bound, in nats; absent where it was left out. */
  bound?: Float64Array;
}

/**
 * Runs all texts of a model and measures every wanted layer, in the order of the texts.
 * @param isBounded whether the bound is computed too, which takes longer than all else
 */
export async function measureInformationGain(
  run: ModelRun,
  sigma: number,
  isBounded: boolean,
): Promise<TextGain[]> {
  const dim = run.runner.shape.hidden;
  const gains: TextGain[] = [];
  for await (const { text, encoding } of run.encode({ gram: run.layers })) {
    for (const layer of run.layers) {
      const G = encoding.gram.get(layer)!;
      const n = encoding.tokens;
      const gain = isBounded ? textGain(G, n, dim, sigma) : informationGain(normalizeGram(G, n), n, sigma);
      gains.push({ identity: run.identity, layer, dim, text, ...gain });
    }
  }
  return gains;
}

/** Information gain of one text and its bound, from the Gram matrix G (n x n) of its raw hidden states. */
export function textGain(
  G: Float64Array,
  n: number,
  dim: number,
  sigma: number,
): InformationGain & { bound: Float64Array } {
  const K = normalizeGram(G, n);
  const gain = informationGain(K, n, sigma);
  const bound = informationGainBound(K, n, dim, sigma);
  // where the bound is attained (one token, repeated tokens), rounding may put it below by 1e-11
  return { ...gain, bound: bound.map((value, i) => Math.max(value, gain.informationGain[i])) };
}

/** One row per token; `gain_as_printed` only where `printedSigma` is given, null where it is undefined. */
export function rowsByToken(gains: readonly TextGain[], printedSigma?: number): Row[] {
  return gains.flatMap((gain) => {
    const printed =
      printedSigma === undefined ? undefined : gainAsPrinted(gain.posteriorVariance, printedSigma);
    return gain.text.ids.map((id, position) => ({
      ...gain.identity,
      layer: gain.layer,
      text: gain.text.index,
      position,
      token_id: id,
      token: gain.text.token(position),
      information_gain: gain.informationGain[position],
      information_gain_per_dim: gain.informationGain[position] / gain.dim,
      ...(gain.bound && { information_gain_bound: gain.bound[position] }),
      gain: gain.gain[position],
      gain_per_dim: gain.gain[position] / gain.dim,
      posterior_variance: gain.posteriorVariance[position],
      ...(printed && { gain_as_printed: Number.isNaN(printed[position]) ? null : printed[position] }),
    }));
  });
}

/** One row per length, averaged over the texts that reach it, for each layer of one model. */
export function rowsByLength(gains: readonly TextGain[]): Row[] {
  return byLayer(gains).flatMap((ofLayer) => {
    const [{ identity, layer, dim, bound }] = ofLayer;
    return corpusCurve(ofLayer).map((point) => ({
      ...identity,
      layer,
      length: point.length,
      texts: point.texts,
      dim,
      information_gain_mean: point.informationGainMean,
      information_gain_sem: point.informationGainSem,
      information_gain_per_dim_mean: point.informationGainPerDimMean,
      information_gain_per_dim_sem: point.informationGainPerDimSem,
      ...(bound && { information_gain_bound_per_dim_mean: point.informationGainBoundPerDimMean }),
      gain_per_dim_mean: point.gainPerDimMean,
      gain_per_dim_sem: point.gainPerDimSem,
    }));
  });
}

/** The information gain of whole texts: of each, or by length the mean over them, for each layer of one model. */
export function totalGains(gains: readonly TextGain[], by: By): Record<string, Json>[] {
  return by === 'token' ? gains.map(totalOfText) : byLayer(gains).map(meanTotal);
}

function totalOfText({ identity, layer, dim, text, informationGain }: TextGain): Record<string, Json> {
  const tokens = informationGain.length;
  const total = informationGain[tokens - 1];
  return {
    ...identity,
    layer,
    text: text.index,
    tokens,
    dim,
    information_gain: total,
    information_gain_per_dim: total / dim,
  };
}

function meanTotal(gains: readonly TextGain[]): Record<string, Json> {
  const [{ identity, layer, dim }] = gains;
  const totals = gains.map(({ informationGain }) => informationGain[informationGain.length - 1]);
  const [nats, perDim] = [meanAndError(totals), meanAndError(totals.map((total) => total / dim))];
  return {
    ...identity,
    layer,
    texts: gains.length,
    tokens_mean: mean(gains.map(({ informationGain }) => informationGain.length)),
    dim,
    information_gain_mean: nats.mean,
    information_gain_sem: nats.sem,
    information_gain_per_dim_mean: perDim.mean,
    information_gain_per_dim_sem: perDim.sem,
  };
}

function byLayer(gains: readonly TextGain[]): TextGain[][] {
  const layers = [...new Set(gains.map(({ layer }) => layer))];
  return layers.map((layer) => gains.filter((gain) => gain.layer === layer));
}
