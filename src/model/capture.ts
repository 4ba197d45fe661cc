/**
 * A hidden state by Hugging Face numbering: 0 is the embedding output, 1..L-1 the output of that many blocks,
 * L the last block's output after the final LayerNorm; `last-raw` is the last block's output before it.
 */
export type Layer = number | 'last-raw';

/** Attention weights of chosen blocks (0..L-1): every head or their mean; every row, the last token's, or listed positions. */
export interface AttentionRequest {
  blocks: number[];
  heads: 'all' | 'mean';
  rows: 'all' | 'last' | number[];
}

/** What a run yields for each text; nothing else is computed or copied. */
export interface Capture {
  hidden?: Layer[];
  gram?: Layer[];
  attention?: AttentionRequest;
  /** Blocks (0..L-1) whose value vectors are wanted. */
  values?: number[];
}

/** A float32 tensor, row-major. */
export interface Tensor {
  dims: number[];
  data: Float32Array;
}

/** What one text of T tokens gave. */
export interface Encoding {
  /** Position of the text in the list that was run. */
  index: number;
  tokens: number;
  /** Hidden states, (T, hidden) each. */
  hidden: Map<Layer, Tensor>;
  /** Gram matrix H Hᵀ of the raw hidden states in float64, (T, T) row-major each. */
  gram: Map<Layer, Float64Array>;
  /** Attention weights by block: (heads, T, T), (T, T) for the head mean; with R chosen rows (R, heads, T), (R, T). */
  attention: Map<number, Tensor>;
  /** Value vectors by block, (heads, T, head_dim). */
  values: Map<number, Tensor>;
}
