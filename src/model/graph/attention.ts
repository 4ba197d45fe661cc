/** Causal attention and what a caller may ask of it: its weights, reduced as asked, and its value vectors. */
import type { BlockOptions } from '../architecture.ts';
import type { Dim, GraphBuilder } from '../onnx/graph.ts';
import { type HeadShape, reshape } from './parts.ts';

type AttentionCapture = NonNullable<BlockOptions['attention']>;

/**
 * softmax(q kᵀ / sqrt(head_dim) + causal mask) v, and the outputs that were asked for.
 * @param qkv query, key and value, (batch, heads, T, head_dim) each
 * @returns (batch * T, hidden), the heads side by side
 */
export function attention(g: GraphBuilder, shape: HeadShape, qkv: string[], options: BlockOptions): string {
  const { hidden, heads } = shape;
  const mixed = attend(g, shape, qkv, options);
  if (options.values) g.output(qkv[2], 'float32', ['batch', heads, 'tokens', hidden / heads]);
  const byToken = g.node('Transpose', 'attention.by_token', [mixed], { perm: [0, 2, 1, 3] });
  return reshape(g, 'attention.joined', byToken, [-1, hidden]);
}

/** The weights leave the graph only where asked for, reduced as asked. */
function attend(g: GraphBuilder, shape: HeadShape, qkv: string[], options: BlockOptions): string {
  const request = options.attention;
  // asked for as they are, the weights are the graph's output themselves: a node in between would copy them
  const softmax = request?.heads === 'all' && request.rows === 'all' ? 'attention' : 'attention.softmax';
  if (options.fusedAttention) {
    const outputs = request ? ['attention.mixed', '', '', softmax] : ['attention.mixed'];
    // mode 3: the fourth output holds the weights after the softmax
    g.nodeWithOutputs('Attention', qkv, outputs, { is_causal: 1, qk_matmul_output_mode: request ? 3 : 0 });
  } else {
    attendInSteps(g, shape.hidden / shape.heads, qkv, softmax);
  }
  if (request) attentionOutput(g, shape.heads, request, softmax);
  return 'attention.mixed';
}

/** The same for devices without the Attention operator. */
function attendInSteps(g: GraphBuilder, headDim: number, [q, k, v]: string[], softmax: string): void {
  const mask = g.input('causal_mask', 'float32', ['tokens', 'tokens']);
  const scale = g.float32('attention.scale', Float32Array.of(headDim ** -0.5), [1]);
  const scaled = g.node('Mul', 'query.scaled', [q, scale]);
  const keys = g.node('Transpose', 'key.transposed', [k], { perm: [0, 1, 3, 2] });
  const scores = g.node('Add', 'attention.scores', [
    g.node('MatMul', 'attention.products', [scaled, keys]),
    mask,
  ]);
  g.node('MatMul', 'attention.mixed', [g.node('Softmax', softmax, [scores], { axis: -1 }), v]);
}

/** Hands out (batch, heads, T, T) weights, or their head mean, or chosen rows of either. */
function attentionOutput(g: GraphBuilder, heads: number, request: AttentionCapture, softmax: string): void {
  const perHead: Dim[] = request.heads === 'all' ? [heads] : [];
  if (request.rows === 'all') {
    if (request.heads === 'mean') headMean(g, softmax, 'attention');
    g.output('attention', 'float32', ['batch', ...perHead, 'tokens', 'tokens']);
    return;
  }
  const rowsFirst =
    request.heads === 'mean'
      ? headMean(g, softmax, 'attention.head_mean')
      : g.node('Transpose', 'attention.rows_first', [softmax], { perm: [0, 2, 1, 3] });
  const rows = g.input('rows', 'int64', ['batch', 'chosen', 1]);
  g.node('GatherND', 'attention', [rowsFirst, rows], { batch_dims: 1 });
  g.output('attention', 'float32', ['batch', 'chosen', ...perHead, 'tokens']);
}

function headMean(g: GraphBuilder, weights: string, name: string): string {
  return g.node('ReduceMean', name, [weights, g.int64('attention.head_axis', [1])], { keepdims: 0 });
}
