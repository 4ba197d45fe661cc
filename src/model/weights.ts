import { type FileHandle, open } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import { type Architecture, outsideBlocks, type WeightSpec, type WeightType } from './architecture.ts';
import { type Checkpoint, requireTensor, withPrefix } from './checkpoint.ts';
import { type FloatType, firstNonFinite, toFloat32 } from './dtype.ts';
import { type Feeds, float16, float32 } from './ort.ts';
import { elementCount } from './shape.ts';
import type { StoredTensor } from './stored-tensor.ts';

/** Tensors start at multiples of this many bytes, as wide as the widest vector registers. */
const ALIGNMENT = 64;

interface Place {
  offset: number;
  elements: number;
}

/** One block's weights in memory, ready to feed; the memory is used again for another block. */
export interface LayerWeights {
  layer: number;
  feeds: Feeds;
}

/** Where a model's weights come from. */
export interface WeightSource {
  readonly weightType: WeightType;
  /** All weights of a block; they hold until the block after the next one is asked for. */
  block(layer: number): Promise<LayerWeights>;
  /** Rows of a table, (rows.length, width) in float32. */
  rows(table: WeightSpec, rows: ArrayLike<number>): Promise<Float32Array>;
  /** A small tensor as a whole, in float32. */
  tensor(spec: WeightSpec): Promise<Float32Array>;
  /** The error for states that stopped being finite. */
  explainNonFinite(where: string, specs: WeightSpec[]): Promise<InputError>;
  close(): Promise<void>;
}

/**
 * Reads weights from a checkpoint's files: a few rows of a table, or one block at a time into one of two reused
 * buffers, so that the next block can be read while the current one runs. Memory is two blocks, not a model.
 */
export class WeightReader implements WeightSource {
  readonly weightType: WeightType;
  private readonly checkpoint: Checkpoint;
  private readonly handles: Map<string, FileHandle>;
  private readonly blocks: StoredTensor[][];
  private readonly places: Place[] = [];
  private readonly slots: ArrayBuffer[] = [];
  private readonly slotBytes: number;

  /** Opens the files and checks every tensor's presence, shape and type. @throws InputError naming the tensor */
  static async open(
    found: Checkpoint,
    architecture: Architecture,
    castInGraph: boolean,
  ): Promise<WeightReader> {
    const { prefixes, shape } = architecture;
    const specs = Array.from({ length: shape.blocks }, (_, layer) => architecture.blockWeights(layer));
    const others = outsideBlocks(architecture);
    const names = [...specs.flat(), ...others].map(({ name }) => name);
    const checkpoint = prefixes.reduce((known, prefix) => withPrefix(known, prefix, names), found);
    const stored = (spec: WeightSpec) => requireTensor(checkpoint, spec.name, spec.shape);
    const blocks = specs.map((block) => block.map(stored));
    others.forEach(stored);
    const handles = new Map<string, FileHandle>();
    const reader = new WeightReader(checkpoint, architecture, handles, blocks, castInGraph);
    try {
      for (const tensor of checkpoint.tensors.values())
        if (!handles.has(tensor.file)) handles.set(tensor.file, await open(tensor.file));
    } catch (error) {
      await reader.close();
      throw error;
    }
    return reader;
  }

  private constructor(
    checkpoint: Checkpoint,
    architecture: Architecture,
    handles: Map<string, FileHandle>,
    blocks: StoredTensor[][],
    castInGraph: boolean,
  ) {
    this.checkpoint = checkpoint;
    this.handles = handles;
    this.blocks = blocks;
    const allHalf = blocks.flat().every((tensor) => tensor.dtype === 'F16');
    this.weightType = castInGraph && allHalf ? 'float16' : 'float32';
    const elementBytes = this.weightType === 'float16' ? 2 : 4;
    let offset = 0;
    for (const { shape } of architecture.blockWeights(0)) {
      const elements = elementCount(shape);
      this.places.push({ offset, elements });
      offset += Math.ceil((elements * elementBytes) / ALIGNMENT) * ALIGNMENT;
    }
    this.slotBytes = offset;
  }

  /** Reads all weights of a block into the slot of its parity; that slot's former contents are overwritten. */
  async block(layer: number): Promise<LayerWeights> {
    const parity = layer % 2;
    this.slots[parity] ??= new ArrayBuffer(this.slotBytes);
    const tensors = this.blocks[layer];
    const loaded = await Promise.all(
      tensors.map((tensor, i) => this.load(tensor, this.slots[parity], this.places[i])),
    );
    return { layer, feeds: Object.fromEntries(loaded.map((tensor, i) => [`w${i}`, tensor])) };
  }

  /** Rows of a table, (ids.length, width) in float32; each is read once. */
  async rows({ name, shape }: WeightSpec, ids: ArrayLike<number>): Promise<Float32Array> {
    const table = requireTensor(this.checkpoint, name, shape);
    const width = shape[1];
    const rowBytes = (table.end - table.begin) / shape[0];
    const distinct = new Map(Array.from(new Set(Array.from(ids)), (id, i) => [id, i]));
    const rows = new Float32Array(distinct.size * width);
    const read = async ([id, i]: [number, number]) => {
      const bytes = new Uint8Array(rowBytes);
      await this.read(table, bytes, id * rowBytes);
      toFloat32(bytes, table.dtype as FloatType, rows.subarray(i * width, (i + 1) * width));
    };
    await Promise.all(Array.from(distinct, read));
    const out = new Float32Array(ids.length * width);
    for (let t = 0; t < ids.length; t++) {
      const i = distinct.get(ids[t])!;
      out.set(rows.subarray(i * width, (i + 1) * width), t * width);
    }
    return out;
  }

  /** A small tensor as a whole, in float32. */
  async tensor(spec: WeightSpec): Promise<Float32Array> {
    const stored = requireTensor(this.checkpoint, spec.name, spec.shape);
    const bytes = new Uint8Array(stored.end - stored.begin);
    await this.read(stored, bytes, 0);
    const out = new Float32Array(elementCount(spec.shape));
    toFloat32(bytes, stored.dtype as FloatType, out);
    return out;
  }

  /** The error for states that stopped being finite: names the first of these weights that is NaN or infinite, if one is. */
  async explainNonFinite(where: string, specs: WeightSpec[]): Promise<InputError> {
    for (const { name, shape } of specs) {
      const stored = requireTensor(this.checkpoint, name, shape);
      const bytes = new Uint8Array(stored.end - stored.begin);
      await this.read(stored, bytes, 0);
      const at = firstNonFinite(bytes, stored.dtype as FloatType);
      if (at >= 0)
        return new InputError(
          `tensor ${name} holds a value that is not finite (element ${at})`,
          'the checkpoint is damaged or its training diverged: fetch it again or use another revision',
        );
    }
    return new InputError(
      `the hidden states stop being finite at ${where}, though its weights are finite`,
      'the states overflow float32: the checkpoint does not fit its config.json, or its training diverged',
    );
  }

  async close(): Promise<void> {
    for (const handle of this.handles.values()) await handle.close();
  }

  private async load(tensor: StoredTensor, slot: ArrayBuffer, { offset, elements }: Place) {
    const dims = tensor.shape;
    if (this.weightType === 'float16') {
      await this.read(tensor, new Uint8Array(slot, offset, elements * 2), 0);
      return float16(new Uint16Array(slot, offset, elements), dims);
    }
    const storedBytes = tensor.end - tensor.begin;
    const out = new Float32Array(slot, offset, elements);
    // Stored halves are read into the back of their own float32 space and widened forwards from there: value i is
    // written at byte 4i, never past the half it came from, so nothing unread is overwritten.
    const bytes =
      storedBytes > out.byteLength
        ? new Uint8Array(storedBytes)
        : new Uint8Array(slot, offset + out.byteLength - storedBytes, storedBytes);
    await this.read(tensor, bytes, 0);
    if (tensor.dtype !== 'F32') toFloat32(bytes, tensor.dtype as FloatType, out);
    return float32(out, dims);
  }

  private async read(tensor: StoredTensor, out: Uint8Array, skip: number): Promise<void> {
    let done = 0;
    while (done < out.length) {
      const position = tensor.begin + skip + done;
      const { bytesRead } = await this.handles.get(tensor.file)!.read(out, done, out.length - done, position);
      if (bytesRead === 0)
        throw new InputError(
          `${tensor.file}: ends inside tensor ${tensor.name}`,
          'the file changed while it was read: fetch it again',
        );
      done += bytesRead;
    }
  }
}
