import { InputError } from '../errors.ts';
import { blockBelow } from '../experiments/attention-block.ts';
import type { Capture, Encoding, Layer } from '../model/capture.ts';
import type { NamedTensor } from '../report/tensors/tensor.ts';
import type { TokenizedText } from '../text/tokenized-text.ts';
import type { ModelRun } from './model-run.ts';

/** How much of a block's attention: every weight, the mean of the heads, or what the last token pays. */
export const ATTENTION_PARTS = ['full', 'mean', 'last-row'] as const;
export type AttentionPart = (typeof ATTENTION_PARTS)[number];

/** Which tensors of each text. */
export interface Wanted {
  hidden: boolean;
  gram: boolean;
  attention?: AttentionPart;
}

/** A tensor of one text and what it is: its layer, or for attention the block (0..L-1). */
export interface ExtractedTensor extends NamedTensor {
  kind: 'ids' | 'hidden' | 'attention' | 'gram';
  layer: Layer | null;
  block: number | null;
}

/**
 * What a run has to capture. Hidden states and Gram matrices are of the given layers; attention is of the blocks that
 * these layers come out of: block k - 1 for layer k, the last one for `last-raw`, none for the embedding.
 * @param blocks number of blocks L of the model
 * @throws InputError where attention alone is asked for and no layer has any
 */
export function captureOf(wanted: Wanted, layers: readonly Layer[], blocks: number): Capture {
  const capture: Capture = {};
  if (wanted.hidden) capture.hidden = [...layers];
  if (wanted.gram) capture.gram = [...layers];
  const outOf = layers.map((layer) => blockBelow(layer, blocks));
  const attended = [...new Set(outOf)].filter((block) => block !== undefined);
  if (wanted.attention === undefined) return capture;
  if (attended.length > 0)
    capture.attention = {
      blocks: attended,
      heads: wanted.attention === 'mean' ? 'mean' : 'all',
      rows: wanted.attention === 'last-row' ? 'last' : 'all',
    };
  else if (!wanted.hidden && !wanted.gram)
    throw new InputError(
      '--attention with --layer 0',
      'layer 0 is the embedding, which no attention makes: choose a layer from 1 up',
    );
  return capture;
}

/**
 * The tensors of one text of T tokens, as named in a file: `input_ids` (T), `hidden.LAYER` (T, d), `gram.LAYER` (T, T)
 * in float64, and `attention.BLOCK`: (heads, T, T) in full, (T, T) for the mean, (heads, T) for the last row.
 */
function tensorsOf(
  { ids }: TokenizedText,
  encoding: Encoding,
  attention: AttentionPart | undefined,
): ExtractedTensor[] {
  const T = encoding.tokens;
  const idTensor = { name: 'input_ids', shape: [T], data: BigInt64Array.from(ids, BigInt) };
  const tensors: ExtractedTensor[] = [{ ...idTensor, kind: 'ids', layer: null, block: null }];
  for (const [layer, { dims, data }] of encoding.hidden)
    tensors.push({ name: `hidden.${layer}`, kind: 'hidden', layer, block: null, shape: dims, data });
  for (const [block, { dims, data }] of encoding.attention) {
    const shape = attention === 'last-row' ? dims.slice(1) : dims; // captured as a list of one row
    tensors.push({ name: `attention.${block}`, kind: 'attention', layer: null, block, shape, data });
  }
  for (const [layer, data] of encoding.gram)
    tensors.push({ name: `gram.${layer}`, kind: 'gram', layer, block: null, shape: [T, T], data });
  return tensors;
}

/** Runs all texts of a model and hands on the tensors of each as soon as they are there; none is kept. */
export async function extractTensors(
  run: ModelRun,
  wanted: Wanted,
  save: (text: TokenizedText, tensors: ExtractedTensor[]) => Promise<void>,
): Promise<void> {
  const capture = captureOf(wanted, run.layers, run.runner.shape.blocks);
  for await (const encoding of run.encode(capture)) {
    const text = run.tokenized.texts[encoding.index];
    await save(text, tensorsOf(text, encoding, wanted.attention));
  }
}
