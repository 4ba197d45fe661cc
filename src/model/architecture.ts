import type { AttentionRequest } from './capture.ts';

/** A checkpoint tensor that the graph takes as an input: its name in the checkpoint and its shape. */
export interface WeightSpec {
  name: string;
  shape: number[];
}

/** How training begins for a tensor: every value the same, or drawn from a normal distribution of mean 0. */
export type Initial = { value: number } | { standardDeviation: number };

/** How the weights reach the graph: as float16 that the graph casts, or already widened to float32. */
export type WeightType = 'float16' | 'float32';

/** Sizes that every decoder-only transformer has. */
export interface ModelShape {
  blocks: number;
  hidden: number;
  heads: number;
  vocabulary: number;
  maxPositions: number;
}

/** Trainable numbers of a checkpoint: all, and those of the blocks and the final LayerNorm. */
export interface ParameterCount {
  total: number;
  nonEmbedding: number;
}

/** What the runner must know of a model family; everything particular to a family lives behind this. */
export interface Architecture {
  modelType: string;
  /** What every tensor's name begins with here, and may lack in a checkpoint: the base model saved alone has it not. */
  basePrefix: string;
  shape: ModelShape;
  parameters: ParameterCount;
  /** Token embedding, (vocabulary, hidden). */
  embedding: WeightSpec;
  /** The final LayerNorm: scale, shift and epsilon. */
  finalNorm: { weight: WeightSpec; bias: WeightSpec; epsilon: number };
  /** The weights of one block, in the order of the block graph's weight inputs `w0`, `w1`, ... */
  blockWeights(layer: number): WeightSpec[];
  /** How the family initialises a weight. */
  initial(spec: WeightSpec): Initial;
  /**
   * The ONNX model of one block: inputs `x` (batch, T, hidden) float32, `x_shape` its shape as int64 (so that the
   * graph needs no shape arithmetic, which GPU providers leave to the CPU), `position_ids` (batch, T) int64, without
   * fused attention `causal_mask` (T, T), with chosen attention rows `rows` (batch, R, 1) int64, then the weights;
   * outputs `y`, shaped as `x`, and on request `attention`: (batch, heads, T, T), (batch, T, T) for the head mean,
   * or with R chosen rows (batch, R, heads, T) and (batch, R, T); and `values`: (batch, heads, T, head_dim).
   */
  blockGraph(options: BlockOptions): Uint8Array;
}

export interface BlockOptions {
  weightType: WeightType;
  /** Whether the device has the Attention operator of opset 23; the CPU does, WebGPU does not. */
  fusedAttention: boolean;
  attention?: Pick<AttentionRequest, 'heads' | 'rows'>;
  /** Whether the value vectors leave the graph. */
  values?: boolean;
}
