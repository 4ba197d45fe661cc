import { normalizeGram } from '../linalg/gram.ts';
import { corpusCurve } from '../metrics/corpus-curve.ts';
import {
  gainAsPrinted,
  type InformationGain,
  informationGain,
  informationGainBound,
} from '../metrics/information-gain.ts';
import type { Layer } from '../model/capture.ts';
import type { Cell } from '../report/result.ts';
import type { ModelRun } from './model-run.ts';
import type { TokenizedText } from './tokenize.ts';

/** The information gain of one text in one layer of one model. */
export interface TextGain extends InformationGain {
  model: string;
  revision: string | null;
  layer: Layer;
  dim: number;
  text: TokenizedText;
  /** I_T <= bound, in nats. */
  bound: Float64Array;
}

type Row = Record<string, Cell>;

/** Runs all texts of a model and measures every wanted layer, in the order of the texts. */
export async function measureInformationGain(run: ModelRun, sigma: number): Promise<TextGain[]> {
  const dim = run.runner.shape.hidden;
  const gains: TextGain[] = [];
  for await (const { text, encoding } of run.encode({ gram: run.layers })) {
    for (const layer of run.layers) {
      const K = normalizeGram(encoding.gram.get(layer)!, encoding.tokens);
      const gain = informationGain(K, encoding.tokens, sigma);
      const bound = informationGainBound(K, encoding.tokens, dim, sigma);
      // where the bound is attained (one token, repeated tokens), rounding may put it below by 1e-11
      const above = bound.map((value, i) => Math.max(value, gain.informationGain[i]));
      gains.push({ ...run.identity, layer, dim, text, ...gain, bound: above });
    }
  }
  return gains;
}

/** One row per token; `gain_as_printed` only where `printedSigma` is given, null where it is undefined. */
export function rowsByToken(gains: readonly TextGain[], printedSigma?: number): Row[] {
  return gains.flatMap((gain) => {
    const printed =
      printedSigma === undefined ? undefined : gainAsPrinted(gain.posteriorVariance, printedSigma);
    return gain.text.ids.map((id, position) => ({
      model: gain.model,
      revision: gain.revision,
      layer: gain.layer,
      text: gain.text.index,
      position,
      token_id: id,
      token: gain.text.token(position),
      information_gain: gain.informationGain[position],
      information_gain_per_dim: gain.informationGain[position] / gain.dim,
      information_gain_bound: gain.bound[position],
      gain: gain.gain[position],
      gain_per_dim: gain.gain[position] / gain.dim,
      posterior_variance: gain.posteriorVariance[position],
      ...(printed && { gain_as_printed: Number.isNaN(printed[position]) ? null : printed[position] }),
    }));
  });
}

/** One row per length, averaged over the texts that reach it, for each layer of one model. */
export function rowsByLength(gains: readonly TextGain[]): Row[] {
  const layers = [...new Set(gains.map(({ layer }) => layer))];
  return layers.flatMap((layer) => {
    const ofLayer = gains.filter((gain) => gain.layer === layer);
    const { model, revision } = ofLayer[0];
    return corpusCurve(ofLayer).map((point) => ({
      model,
      revision,
      layer,
      length: point.length,
      texts: point.texts,
      information_gain_per_dim_mean: point.informationGainPerDimMean,
      information_gain_per_dim_sem: point.informationGainPerDimSem,
      information_gain_bound_per_dim_mean: point.informationGainBoundPerDimMean,
      gain_per_dim_mean: point.gainPerDimMean,
      gain_per_dim_sem: point.gainPerDimSem,
    }));
  });
}
