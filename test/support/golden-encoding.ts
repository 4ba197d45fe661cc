import { gramOfRows } from '../../src/linalg/gram.ts';
import type { Encoding, Tensor } from '../../src/model/capture.ts';
import { type GoldenCase, goldenStates } from './goldens.ts';

/** A layer of which a golden case has metrics: by its number here and by its key there. */
export interface GoldenLayer {
  layer: number;
  key: string;
}

/** The layers of which a golden case has states and metrics. */
export function goldenLayers({ hidden, metrics, attn_head_mean_last_row: rows }: GoldenCase): GoldenLayer[] {
  const last = { layer: rows.length, key: 'last' };
  if (hidden === undefined) return [last];
  const others = Object.keys(metrics).filter((key) => key !== 'last');
  return [last, ...others.map((key) => ({ layer: Number(key.replace('layer', '')), key }))];
}

/**
 * What a forward pass would give that makes no error: Gram matrices of the float64 states; states and attention rounded to
 * float32, as their types are.
 * @param attention every head of the last block, or its mean in the last token's row
 */
export function goldenEncoding(entry: GoldenCase, attention: 'all' | 'last row' = 'last row'): Encoding {
  const blocks = entry.attn_head_mean_last_row.length;
  const encoding = emptyEncoding(entry.ids.length);
  for (const { layer } of goldenLayers(entry)) {
    const { T, d, H } = goldenStates(entry, layer === blocks ? -1 : layer);
    encoding.hidden.set(layer, { dims: [T, d], data: Float32Array.from(H) });
    encoding.gram.set(layer, gramOfRows(H, T, d));
  }
  const weights = attention === 'all' ? allHeads(entry, blocks - 1) : meanOfLastRow(entry);
  encoding.attention.set(blocks - 1, weights);
  return encoding;
}

/** A text of these states in layer 0, whose Gram matrix is that of the float32 that they are rounded to. */
export function rowsEncoding(states: Float64Array, dim: number): Encoding {
  const tokens = states.length / dim;
  const data = Float32Array.from(states);
  const encoding = emptyEncoding(tokens);
  encoding.hidden.set(0, { dims: [tokens, dim], data });
  encoding.gram.set(0, gramOfRows(Float64Array.from(data), tokens, dim));
  return encoding;
}

function emptyEncoding(tokens: number): Encoding {
  return {
    index: 0,
    tokens,
    hidden: new Map(),
    gram: new Map(),
    attention: new Map(),
    values: new Map(),
  };
}

function meanOfLastRow({ ids, attn_head_mean_last_row: rows }: GoldenCase): Tensor {
  return { dims: [1, ids.length], data: Float32Array.from(rows.at(-1)!) };
}

/** (heads, T, T) from the lower triangles. */
function allHeads({ ids: { length: T }, attn_lower_triangle: triangle }: GoldenCase, block: number): Tensor {
  const [, heads, size] = triangle!.shape;
  const data = new Float32Array(heads * T * T);
  for (let h = 0; h < heads; h++)
    for (let i = 0, at = (block * heads + h) * size; i < T; i++)
      for (let j = 0; j <= i; j++) data[(h * T + i) * T + j] = triangle!.data[at++];
  return { dims: [heads, T, T], data };
}
