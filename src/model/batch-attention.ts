import type { AttentionRequest, Encoding, Tensor } from './capture.ts';

/** A batch of right-padded texts on its way through the blocks. */
export interface Batch {
  ids: readonly Int32Array[];
  /** Length of the longest text; states are (batch, width, hidden). */
  width: number;
  encodings: Encoding[];
}

/**
 * Gives each text of a batch its part of a block's attention weights, without the padding.
 * @param weights (batch, ..., width): the last axis is keys and, where all rows were asked for, the one before queries
 */
export function collectAttention(
  batch: Batch,
  layer: number,
  { rows }: AttentionRequest,
  weights: Tensor,
): void {
  const perText = weights.data.length / batch.ids.length;
  for (const [i, encoding] of batch.encodings.entries()) {
    const text = { dims: weights.dims.slice(1), data: weights.data.subarray(i * perText, (i + 1) * perText) };
    const alone = batch.ids.length === 1; // then there is no padding, and nothing to copy
    encoding.attention.set(layer, alone ? text : withoutPadding(text, encoding.tokens, rows === 'all'));
  }
}

/** Gives each text of a batch its part of a block's value vectors, (batch, heads, width, head_dim), without the padding. */
export function collectValues(batch: Batch, layer: number, { dims, data }: Tensor): void {
  const [texts, heads, width, headDim] = dims;
  for (const [i, encoding] of batch.encodings.entries()) {
    const { tokens } = encoding;
    if (texts === 1) {
      encoding.values.set(layer, { dims: dims.slice(1), data });
      continue;
    }
    const out = new Float32Array(heads * tokens * headDim);
    for (let head = 0; head < heads; head++) {
      const from = (i * heads + head) * width * headDim;
      out.set(data.subarray(from, from + tokens * headDim), head * tokens * headDim);
    }
    encoding.values.set(layer, { dims: [heads, tokens, headDim], data: out });
  }
}

/** Keeps the first `tokens` keys of each row and, where the rows are queries, the first `tokens` of these. */
function withoutPadding({ dims, data }: Tensor, tokens: number, rowsAreQueries: boolean): Tensor {
  const width = dims.at(-1)!;
  const kept = rowsAreQueries ? tokens : dims.at(-2)!;
  const block = dims.at(-2)!;
  const blocks = data.length / (block * width);
  const out = new Float32Array(blocks * kept * tokens);
  for (let row = 0; row < blocks * kept; row++) {
    const from = (Math.floor(row / kept) * block + (row % kept)) * width;
    out.set(data.subarray(from, from + tokens), row * tokens);
  }
  return { dims: [...dims.slice(0, -2), kept, tokens], data: out };
}
