import type { AttentionRequest, Encoding, Layer } from '../../model/capture.ts';
import { blockBelow } from '../attention-block.ts';
import type { TargetedText } from './targets.ts';

/** Whose attention stands beside the Lasso: the block below the layer, the last one, one (0 to L-1), or the mean of all. */
export type AttentionLayer = 'below' | 'last' | 'mean' | number;

/** The block, or that it is the mean of all. */
export type AttentionBlock = number | 'mean';

/**
 * The block whose attention is compared with the states of a layer.
 * @param blocks number of blocks L of the model
 * @returns for the embedding, which has none below, the block that reads it
 */
export function attentionBlock(wanted: AttentionLayer, layer: Layer, blocks: number): AttentionBlock {
  if (wanted === 'below') return blockBelow(layer, blocks) ?? 0;
  return wanted === 'last' ? blocks - 1 : wanted;
}

/** Asks for the head means of the targets' rows: of these alone where all texts have the same, of all rows elsewhere. */
export function attentionRequest(
  wanted: AttentionLayer,
  layers: readonly Layer[],
  blocks: number,
  texts: readonly TargetedText[],
): AttentionRequest {
  const asked = layers.map((layer) => attentionBlock(wanted, layer, blocks));
  const all = Array.from({ length: blocks }, (_, block) => block);
  const single = [...new Set(asked.filter((block) => block !== 'mean'))];
  return { blocks: asked.includes('mean') ? all : single, heads: 'mean', rows: wantedRows(texts) };
}

function wantedRows(texts: readonly TargetedText[]): AttentionRequest['rows'] {
  if (texts.every(({ text, targets }) => targets.length === 1 && targets[0] === text.ids.length - 1))
    return 'last';
  const [{ targets }] = texts;
  const inAll = texts.every(
    (other) =>
      other.targets.length === targets.length &&
      targets.every((target, i) => target === other.targets[i] && target < other.text.ids.length),
  );
  return inAll ? targets : 'all';
}

/**
 * The attention that a target pays to the tokens up to itself: the mean over heads of a block or of all captured blocks, as
 * it is, so that its `target + 1` weights add up to 1.
 */
export function attentionOf(
  { attention, tokens }: Encoding,
  block: AttentionBlock,
  rows: AttentionRequest['rows'],
  target: number,
): Float64Array {
  const row = rows === 'all' ? target : rows === 'last' ? 0 : rows.indexOf(target);
  const blocks = block === 'mean' ? [...attention.values()] : [attention.get(block)!];
  const mean = new Float64Array(target + 1);
  for (const { data } of blocks)
    for (let j = 0; j <= target; j++) mean[j] += data[row * tokens + j] / blocks.length;
  return mean;
}
