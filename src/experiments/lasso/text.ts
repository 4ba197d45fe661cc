import { lambdaOfAlpha } from '../../metrics/lasso.ts';
import type { Steps } from '../../metrics/steps.ts';
import type { AttentionRequest, Encoding, Layer, Tensor } from '../../model/capture.ts';
import type { ModelFacts } from '../experiment.ts';
import { type AttentionBlock, attentionBlock, attentionOf } from './attention.ts';
import type { Convention, LassoOptions } from './options.ts';
import { lassoText, selectTokens, type TargetSelection } from './selection.ts';

/** The selections of one target in one layer. */
export type TargetRecord = TargetSelection & {
  layer: Layer;
  /** Whose attention it is. */
  attentionBlock: AttentionBlock;
};

/** One text: each target in each layer, with a stop after each. */
export function* textSelections(
  { layers, dims, blocks }: ModelFacts,
  targets: readonly number[],
  encoding: Encoding,
  attentionRows: AttentionRequest['rows'],
  { convention, strength, intercept, threshold, attentionLayer }: LassoOptions,
): Steps<TargetRecord[]> {
  const results: TargetRecord[] = [];
  for (const [i, layer] of layers.entries()) {
    const lambda = strength === null ? undefined : lambdaOf(convention, strength, dims[i]);
    const block = attentionBlock(attentionLayer, layer, blocks);
    const means = intercept ? entryMeans(encoding.hidden.get(layer)!) : undefined;
    const rows = lassoText(encoding.gram.get(layer)!, encoding.tokens, dims[i], means);
    for (const target of targets) {
      const attention = attentionOf(encoding, block, attentionRows, target);
      const selection = selectTokens(rows, target, attention, { lambda, threshold });
      results.push({ layer, attentionBlock: block, ...selection });
      yield;
    }
  }
  return results;
}

/** The λ of a strength in a model of `dim` entries a row. */
function lambdaOf(convention: Convention, strength: number, dim: number): number {
  return convention === 'paper' ? strength : lambdaOfAlpha(strength, dim);
}

/** The mean entry of each row. */
function entryMeans({ dims: [rows, dim], data }: Tensor): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let k = i * dim; k < (i + 1) * dim; k++) sum += data[k];
    return sum / dim;
  });
}
