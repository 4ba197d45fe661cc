/** The forward pass of a batch, one block after another. Runs in the worker. */
import { type Architecture, inputWeights, type OutputLayer, outputWeights } from './architecture.ts';
import { type Batch, collectAttention, collectValues } from './batch-attention.ts';
import type { Capture, Encoding, Layer, Tensor } from './capture.ts';
import type { Device } from './device.ts';
import { edgeGraph, gramGraph, productGraph } from './graph/small-graphs.ts';
import { widthOf } from './layers.ts';
import { createSession, type Feeds, float32, int64, runSession, type Session } from './ort.ts';
import type { LayerWeights, WeightSource } from './weights.ts';

/** Thrown between two blocks once the caller has asked to stop. */
export class Cancelled extends Error {}

export interface Watch {
  cancelled(): boolean;
  /** Called after each block with how many of how many this batch needs. */
  onBlock(done: number, total: number): void;
}

/** A checkpoint ready to run: one compiled block that is fed each layer's weights in turn. */
export class Model {
  readonly architecture: Architecture;
  private readonly weights: WeightSource;
  private readonly device: Device;
  private readonly threads: number;
  private readonly fusedAttention: boolean;
  private readonly sessions = new Map<string, Promise<Session>>();

  constructor(architecture: Architecture, weights: WeightSource, device: Device, threads: number) {
    this.architecture = architecture;
    this.weights = weights;
    this.device = device;
    this.threads = threads;
    this.fusedAttention = device === 'cpu';
  }

  /** Runs a batch of token ids. Causal attention keeps the padding on the right from every real token. */
  async encode(ids: readonly Int32Array[], capture: Capture, watch: Watch): Promise<Encoding[]> {
    const width = Math.max(...ids.map((text) => text.length));
    const batch: Batch = { ids, width, encodings: ids.map(emptyEncoding) };
    const depth = blocksNeeded(capture, this.architecture.shape.blocks);
    const padded = new Int32Array(ids.length * width);
    ids.forEach((text, i) => {
      padded.set(text, i * width);
    });
    const constant = this.constantFeeds(batch);
    let next = depth > 0 ? this.weights.block(0) : undefined;
    try {
      let states = await this.embed(padded, width);
      if (!isFinite32(states))
        throw await this.weights.explainNonFinite('the embedding', inputWeights(this.architecture.input));
      await this.collect(batch, 0, states, capture);
      for (let layer = 0; layer < depth; layer++) {
        const weights = await next!;
        if (watch.cancelled()) throw new Cancelled();
        next = layer + 1 < depth ? this.weights.block(layer + 1) : undefined;
        states = await this.runBlock(batch, constant, weights, states, capture);
        if (!isFinite32(states))
          throw await this.weights.explainNonFinite(`block ${layer}`, this.architecture.blockWeights(layer));
        await this.collectAfterBlock(batch, layer, states, capture);
        watch.onBlock(layer + 1, depth);
      }
    } finally {
      await next?.catch(() => {}); // on the way out of an error: a read under way would spoil the next run's weights
    }
    return batch.encodings;
  }

  /** A Bᵀ in float64 of two sets of float32 rows, (rows of A, rows of B) row-major; always on the CPU. */
  async product(a: Tensor, b: Tensor): Promise<Float64Array> {
    const session = await this.session('product', 'cpu', productGraph);
    const { product } = await runSession(session, { a: float32(a.data, a.dims), b: float32(b.data, b.dims) });
    return product.data as Float64Array;
  }

  async close(): Promise<void> {
    for (const session of this.sessions.values()) await (await session.catch(() => undefined))?.release();
    await this.weights.close();
  }

  /** Hidden state 0 of texts of `width` tokens, one after another: their embedding, projected, then their positions. */
  private async embed(ids: Int32Array, width: number): Promise<Float32Array> {
    const { tokens, projection, positions } = this.architecture.input;
    const words = await this.weights.rows(tokens, ids);
    const states = projection ? await this.edge('input', words, tokens.shape[1], { projection }) : words;
    if (positions === undefined) return states;
    const { table, offset } = positions;
    const rows = Int32Array.from({ length: width }, (_, position) => position + offset);
    const places = await this.weights.rows(table, rows);
    for (let i = 0; i < states.length; i++) states[i] += places[i % places.length];
    return states;
  }

  /** What every block of a batch is fed alike: shape, positions if read and, without fused attention, the causal mask. */
  private constantFeeds({ ids, width }: Batch): Feeds {
    const dims = this.stateDims(ids.length, width);
    const feeds: Feeds = { x_shape: int64(BigInt64Array.from(dims, BigInt), [3]) };
    if (this.architecture.blockReadsPositions) {
      const positions = BigInt64Array.from({ length: ids.length * width }, (_, i) => BigInt(i % width));
      feeds.position_ids = int64(positions, [ids.length, width]);
    }
    if (!this.fusedAttention) feeds.causal_mask = float32(causalMask(width), [width, width]);
    return feeds;
  }

  private stateDims(texts: number, width: number): number[] {
    return [texts, width, this.architecture.shape.hidden];
  }

  private async runBlock(
    batch: Batch,
    constant: Feeds,
    weights: LayerWeights,
    states: Float32Array,
    capture: Capture,
  ): Promise<Float32Array> {
    const attention = capture.attention?.blocks.includes(weights.layer) ? capture.attention : undefined;
    const values = capture.values?.includes(weights.layer) ?? false;
    const x = float32(states, this.stateDims(batch.ids.length, batch.width));
    const feeds: Feeds = { x, ...constant, ...weights.feeds };
    if (attention && attention.rows !== 'all') feeds.rows = chosenRows(batch, attention.rows);
    const outputs = await runSession(await this.blockSession(attention, values), feeds);
    if (attention) collectAttention(batch, weights.layer, attention, tensorOf(outputs.attention));
    if (values) collectValues(batch, weights.layer, tensorOf(outputs.values));
    return outputs.y.data as Float32Array;
  }

  private async collectAfterBlock(
    batch: Batch,
    layer: number,
    states: Float32Array,
    capture: Capture,
  ): Promise<void> {
    const { blocks } = this.architecture.shape;
    if (layer + 1 < blocks) return this.collect(batch, layer + 1, states, capture);
    await this.collect(batch, 'last-raw', states, capture);
    if (wanted(capture, blocks)) await this.collect(batch, blocks, await this.putOut(states), capture);
  }

  /** Stores what the caller asked for of one layer's states, text by text and without padding. */
  private async collect(batch: Batch, layer: Layer, states: Float32Array, capture: Capture): Promise<void> {
    const hidden = widthOf(layer, this.architecture.shape);
    for (const [i, encoding] of batch.encodings.entries()) {
      const start = i * batch.width * hidden;
      const rows = states.subarray(start, start + encoding.tokens * hidden);
      const dims = [encoding.tokens, hidden];
      // one text needs no copy: nobody else writes to a layer's states
      if (capture.hidden?.includes(layer))
        encoding.hidden.set(layer, { dims, data: batch.ids.length === 1 ? states : rows.slice() });
      if (capture.gram?.includes(layer)) encoding.gram.set(layer, await this.gram(rows, dims));
    }
  }

  /** H Hᵀ in float64; always on the CPU, since a float32 product moves information gains by 6e-4. */
  private async gram(rows: Float32Array, dims: number[]): Promise<Float64Array> {
    const session = await this.session('gram', 'cpu', gramGraph);
    const { gram } = await runSession(session, { states: float32(rows, dims) });
    return gram.data as Float64Array;
  }

  /** The last hidden state of the last block's output. */
  private async putOut(states: Float32Array): Promise<Float32Array> {
    const { shape, output } = this.architecture;
    const specs = outputWeights(output);
    if (output.norm === undefined && output.projection === undefined) return states;
    const last = await this.edge('output', states, shape.hidden, output);
    if (!isFinite32(last)) throw await this.weights.explainNonFinite('the final LayerNorm', specs);
    return last;
  }

  /** Rows of `width` entries through what stands before or after the blocks. */
  private async edge(
    key: 'input' | 'output',
    rows: Float32Array,
    width: number,
    layer: OutputLayer,
  ): Promise<Float32Array> {
    const session = await this.session(key, this.device, () => edgeGraph(width, layer));
    const feeds: Feeds = { x: float32(rows, [rows.length / width, width]) };
    const { norm, projection } = layer;
    for (const [name, spec] of Object.entries({ weight: norm?.weight, bias: norm?.bias, projection }))
      if (spec) feeds[name] = float32(await this.weights.tensor(spec), spec.shape);
    return (await runSession(session, feeds)).y.data as Float32Array;
  }

  private blockSession(attention: Capture['attention'], values: boolean): Promise<Session> {
    const rows = attention && (attention.rows === 'all' ? 'all' : 'chosen');
    const key = `block${attention ? ` ${attention.heads} ${rows}` : ''}${values ? ' values' : ''}`;
    const { weightType } = this.weights;
    const { fusedAttention } = this;
    const graph = () => this.architecture.blockGraph({ weightType, fusedAttention, attention, values });
    return this.session(key, this.device, graph);
  }

  private session(key: string, device: Device, graph: () => Uint8Array): Promise<Session> {
    let session = this.sessions.get(key);
    if (!session) {
      session = createSession(graph(), { device, threads: this.threads });
      this.sessions.set(key, session);
    }
    return session;
  }
}

function emptyEncoding(ids: Int32Array, index: number): Encoding {
  return {
    index,
    tokens: ids.length,
    hidden: new Map(),
    gram: new Map(),
    attention: new Map(),
    values: new Map(),
  };
}

function wanted(capture: Capture, layer: Layer): boolean {
  return Boolean(capture.hidden?.includes(layer) || capture.gram?.includes(layer));
}

/** How many blocks must run to give what was asked for. */
function blocksNeeded(capture: Capture, blocks: number): number {
  const states = [...(capture.hidden ?? []), ...(capture.gram ?? [])];
  const depths = states.map((layer) => (layer === 'last-raw' ? blocks : layer));
  const attended = [...(capture.attention?.blocks ?? []), ...(capture.values ?? [])];
  return Math.max(0, ...depths, ...attended.map((block) => block + 1));
}

function tensorOf({ dims, data }: { readonly dims: readonly number[]; readonly data: unknown }): Tensor {
  return { dims: [...dims], data: data as Float32Array };
}

/** 0 where a query may look, the lowest float32 above the diagonal, (T, T): its exponential is exactly 0. */
function causalMask(tokens: number): Float32Array {
  const mask = new Float32Array(tokens * tokens);
  for (let row = 0; row < tokens; row++) mask.fill(-3.4e38, row * tokens + row + 1, (row + 1) * tokens);
  return mask;
}

/** Indices of the chosen attention rows, (batch, R, 1). */
function chosenRows(batch: Batch, rows: 'last' | number[]) {
  const perText = batch.ids.map((text) => (rows === 'last' ? [text.length - 1] : rows));
  const flat = BigInt64Array.from(perText.flat(), BigInt);
  return int64(flat, [batch.ids.length, perText[0].length, 1]);
}

/** Whether no value is NaN or infinite: a sum of zeros times values stays zero only then. */
function isFinite32(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * 0;
  return sum === 0;
}
