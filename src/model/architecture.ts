import type { AttentionRequest } from './capture.ts';

/** A checkpoint tensor that the graph takes as an input: its name in the checkpoint and its shape. */
export interface WeightSpec {
  name: string;
  shape: number[];
}

/** How training begins for a tensor: every value the same, or drawn from a normal distribution of mean 0. */
export type Initial =
  | { value: number }
  | {
      standardDeviation: number;
      /** The row, if any, that begins as zeros: a token that only fills up. */
      zeroRow?: number;
    };

/** How the weights reach the graph: as float16 that the graph casts, or already widened to float32. */
export type WeightType = 'float16' | 'float32';

/** Sizes that every decoder-only transformer has. */
export interface ModelShape {
  blocks: number;
  /** Entries of a hidden state, but for the last layer's. */
  hidden: number;
  /** Entries of a hidden state of the last layer: fewer than `hidden` where a projection follows the blocks. */
  lastHidden: number;
  heads: number;
  vocabulary: number;
  maxPositions: number;
}

/**
 * Trainable numbers of a checkpoint: all, and those outside the tables of tokens and positions and whatever follows the
 * last hidden state (Kaplan et al. 2020, arXiv 2001.08361).
 */
export interface ParameterCount {
  total: number;
  nonEmbedding: number;
}

/** How tokens become hidden state 0. */
export interface InputLayer {
  /** Token embedding, (vocabulary, width). */
  tokens: WeightSpec;
  /** From the embedding's width to the hidden states': (hidden, width); absent where they are the same. */
  projection?: WeightSpec;
  /** Learned positions, added last: (rows, hidden), that of the first token in row `offset`. */
  positions?: { table: WeightSpec; offset: number };
}

/** How the last block's output becomes the last hidden state; without a part, that step is left out. */
export interface OutputLayer {
  norm?: LayerNormSpec;
  /** (lastHidden, hidden), after the LayerNorm. */
  projection?: WeightSpec;
}

/** A LayerNorm: epsilon, and where it has them scale and shift. */
export interface LayerNormSpec {
  weight?: WeightSpec;
  bias?: WeightSpec;
  epsilon: number;
}

/** What the runner must know of a model family; everything particular to a family lives behind this. */
export interface Architecture {
  modelType: string;
  /**
   * What every tensor's name begins with here, and may lack in a checkpoint: a base model saved alone lacks the first of
   * them, what lies inside it the second, which goes on from the first.
   */
  prefixes: readonly string[];
  shape: ModelShape;
  parameters: ParameterCount;
  input: InputLayer;
  output: OutputLayer;
  /** The weights of one block, in the order of the block graph's weight inputs `w0`, `w1`, ... */
  blockWeights(layer: number): WeightSpec[];
  /** How the family initialises a weight. @throws InputError where config.json gives no way to */
  initial(spec: WeightSpec): Initial;
  /**
   * The ONNX model of one block: inputs `x` (batch, T, hidden) float32, `x_shape` its shape as int64 (so that the
   * graph needs no shape arithmetic, which GPU providers leave to the CPU), `position_ids` (batch, T) int64 where the
   * block reads positions, without fused attention `causal_mask` (T, T), with chosen attention rows `rows` (batch, R, 1)
   * int64, then the weights; outputs `y`, shaped as `x`, and on request `attention`: (batch, heads, T, T), (batch, T, T)
   * for the head mean, or with R chosen rows (batch, R, heads, T) and (batch, R, T); and `values`: (batch, heads, T,
   * head_dim).
   */
  blockGraph(options: BlockOptions): Uint8Array;
  /** Whether the block reads positions. */
  blockReadsPositions: boolean;
}

export interface BlockOptions {
  weightType: WeightType;
  /** Whether the device has the Attention operator of opset 23; the CPU does, WebGPU does not. */
  fusedAttention: boolean;
  attention?: Pick<AttentionRequest, 'heads' | 'rows'>;
  /** Whether the value vectors leave the graph. */
  values?: boolean;
}

/** The tensors that belong to no block, in the order in which they are used. */
export function outsideBlocks({ input, output }: Architecture): WeightSpec[] {
  return [...inputWeights(input), ...outputWeights(output)];
}

/** The tensors of the input layer. */
export function inputWeights({ tokens, projection, positions }: InputLayer): WeightSpec[] {
  return [tokens, ...(projection ? [projection] : []), ...(positions ? [positions.table] : [])];
}

/** The tensors of the output layer. */
export function outputWeights({ norm, projection }: OutputLayer): WeightSpec[] {
  return [norm?.weight, norm?.bias, projection].filter((spec) => spec !== undefined);
}
