import type { AttentionRequest, Encoding } from '../model/capture.ts';
import type { TargetedText } from './lasso-targets.ts';

/** Whose attention stands beside the Lasso: the last block's, a block's (0 to L-1), or the mean over all blocks. */
export type AttentionLayer = 'last' | 'mean' | number;

/** Asks for the head means of the targets' rows: of these alone where all texts have the same, of all rows elsewhere. */
export function attentionRequest(
  layer: AttentionLayer,
  layers: number,
  texts: readonly TargetedText[],
): AttentionRequest {
  const all = Array.from({ length: layers }, (_, block) => block);
  const blocks = layer === 'mean' ? all : [layer === 'last' ? layers - 1 : layer];
  return { layers: blocks, heads: 'mean', rows: wantedRows(texts) };
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
 * The attention that a target pays to the tokens up to itself: the mean over heads and the captured blocks, as it is,
 * so that its `target + 1` weights add up to 1.
 */
export function attentionOf(
  { attention, tokens }: Encoding,
  rows: AttentionRequest['rows'],
  target: number,
): Float64Array {
  const row = rows === 'all' ? target : rows === 'last' ? 0 : rows.indexOf(target);
  const mean = new Float64Array(target + 1);
  for (const { data } of attention.values())
    for (let j = 0; j <= target; j++) mean[j] += data[row * tokens + j] / attention.size;
  return mean;
}
