import type { TensorData } from './safetensors-writer.ts';
import { type Hole, type ZipOptions, type ZipPart, zip } from './zip-writer.ts';

const CLASSES: Record<string, string> = {
  F16: 'HalfStorage',
  BF16: 'BFloat16Storage',
  F32: 'FloatStorage',
  F64: 'DoubleStorage',
  BOOL: 'BoolStorage',
  U8: 'ByteStorage',
  I8: 'CharStorage',
  I16: 'ShortStorage',
  I32: 'IntStorage',
  I64: 'LongStorage',
};

/** A pickle of protocol 2 with these opcodes. */
export const pickle = (...opcodes: Uint8Array[]): Buffer =>
  Buffer.concat([op('\x80\x02'), ...opcodes, op('.')]);

/** Opcodes and what follows them, a byte for each character. */
export const op = (bytes: string): Buffer => Buffer.from(bytes, 'latin1');

export const uint32 = (opcode: string, value: number): Buffer => {
  const bytes = Buffer.alloc(5);
  bytes.write(opcode, 'latin1');
  bytes.writeUInt32LE(value, 1);
  return bytes;
};

export const text = (value: string): Buffer =>
  Buffer.concat([uint32('X', Buffer.byteLength(value)), Buffer.from(value)]);

/** As Python does: in 1, 2 or 4 bytes, or as a long one. */
export function int(value: number): Buffer {
  if (value >= 0 && value < 256) return Buffer.from([0x4b, value]);
  if (value >= 0 && value < 65536) return Buffer.from([0x4d, value & 255, value >> 8]);
  if (value >= -(2 ** 31) && value < 2 ** 31) return uint32('J', value >>> 0);
  const bytes = Buffer.alloc(10, '\x8a\x08', 'latin1');
  bytes.writeBigInt64LE(BigInt(value), 2);
  return bytes;
}

export const global = (module: string, name: string): Buffer => op(`c${module}\n${name}\n`);
export const tuple = (...items: Uint8Array[]): Buffer => Buffer.concat([op('('), ...items, op('t')]);
export const call = (callee: Uint8Array, ...args: Uint8Array[]): Buffer =>
  Buffer.concat([callee, tuple(...args), op('R')]);
export const orderedDict = (): Buffer => call(global('collections', 'OrderedDict'));

/** Adds items to the dictionary before them. */
export const items = (entries: Record<string, Uint8Array>): Buffer =>
  Buffer.concat([op('('), ...Object.entries(entries).flatMap(([key, value]) => [text(key), value]), op('u')]);

export const dictionary = (entries: Record<string, Uint8Array>): Buffer =>
  Buffer.concat([op('}'), items(entries)]);

/** A tensor's place in a storage; what is not given is that of a whole storage. */
export interface View {
  dtype?: string;
  storage?: string;
  elements?: number;
  offset?: number;
  shape: number[];
  strides?: number[];
}

export const storageOf = ({ dtype = 'F32', storage = '0', elements, shape }: View): Buffer =>
  Buffer.concat([
    tuple(
      text('storage'),
      global('torch', CLASSES[dtype]),
      text(storage),
      text('cpu'),
      int(elements ?? product(shape)),
    ),
    op('Q'),
  ]);

export const tensor = (view: View): Buffer =>
  call(
    global('torch._utils', '_rebuild_tensor_v2'),
    storageOf(view),
    int(view.offset ?? 0),
    tuple(...view.shape.map(int)),
    tuple(...(view.strides ?? rowMajor(view.shape)).map(int)),
    op('\x89'),
    orderedDict(),
  );

const product = (shape: number[]): number => shape.reduce((a, b) => a * b, 1);
const rowMajor = (shape: number[]): number[] => shape.map((_, i) => product(shape.slice(i + 1)));

/** The parts of a torch file: its pickle and its storages, by number. */
export const torchParts = (
  data: Uint8Array,
  storages: (Uint8Array | Hole)[],
  archive = 'archive',
): ZipPart[] => [
  { name: `${archive}/data.pkl`, data },
  { name: `${archive}/byteorder`, data: Buffer.from('little') },
  ...storages.map((bytes, i) => ({ name: `${archive}/data/${i}`, data: bytes })),
  { name: `${archive}/version`, data: Buffer.from('3\n') },
];

/** A well-formed pytorch_model.bin with the tensors in the given order, each with a storage of its own. */
export function encodeTorch(tensors: Record<string, TensorData>, options: ZipOptions = {}): Buffer {
  const views = Object.entries(tensors).map(([name, { dtype, shape }], i) => [
    name,
    tensor({ dtype, shape, storage: String(i) }),
  ]);
  const storages = Object.values(tensors).map(({ data }) => data);
  return zip(torchParts(pickle(dictionary(Object.fromEntries(views))), storages), options);
}
