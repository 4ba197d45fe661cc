import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** So many zeros that a file need not store. */
export interface Hole {
  length: number;
}

/** An entry of a zip file; all but name and data are what a liar changes. */
export interface ZipPart {
  name: string;
  data: Uint8Array | Hole;
  /** Of the entry's own header, where that differs. */
  localName?: string;
  method?: number;
  flags?: number;
  crc32?: number;
  /** What the directory says. */
  size?: number;
  unpackedSize?: number;
  offset?: number;
  /** After the directory's name. */
  extra?: Uint8Array;
}

export interface ZipOptions {
  /** Multiples of so many bytes at which data begins; torch pads to 64. */
  alignment?: number;
  /** What the end says; the zip64 end, which every file of torch has, and its locator. */
  entries?: number;
  zip64?: { entries?: bigint; directory?: bigint; at?: bigint };
}

const UTF8_NAMES = 0x800;
const IN_ZIP64 = 2 ** 32 - 1;

/** A zip file of stored entries, as torch writes them. */
export function zip(parts: ZipPart[], options: ZipOptions = {}): Buffer {
  return Buffer.concat(pieces(parts, options).map((piece) => bytesOf(piece)));
}

/** The same on the disk, where holes take no room. */
export function writeZip(file: string, parts: ZipPart[], options: ZipOptions = {}): void {
  const handle = openSync(file, 'w');
  let position = 0;
  for (const piece of pieces(parts, options)) {
    if (piece instanceof Uint8Array) writeSync(handle, piece, 0, piece.length, position);
    position += piece.length;
  }
  ftruncateSync(handle, position);
  closeSync(handle);
}

function bytesOf(data: Uint8Array | Hole): Uint8Array {
  return data instanceof Uint8Array ? data : Buffer.alloc(data.length);
}

function pieces(parts: ZipPart[], options: ZipOptions): (Uint8Array | Hole)[] {
  const all: (Uint8Array | Hole)[] = [];
  let position = 0;
  const add = (piece: Uint8Array | Hole) => {
    all.push(piece);
    position += piece.length;
  };
  const directory: Buffer[] = [];
  for (const part of parts) {
    directory.push(directoryEntry(part, position));
    add(localHeader(part, position, options.alignment ?? 64));
    add(part.data);
  }
  const start = position;
  for (const entry of directory) add(entry);
  const size = position - start;
  add(zip64End(options.zip64 ?? {}, parts.length, size, start, position));
  add(end(options.entries ?? parts.length, size, start));
  return all;
}

function localHeader(part: ZipPart, position: number, alignment: number): Buffer {
  const name = Buffer.from(part.localName ?? part.name);
  const padding = (alignment - ((position + 34 + name.length) % alignment)) % alignment;
  const extra = Buffer.alloc(4 + padding, 'Z');
  extra.write('FB');
  extra.writeUInt16LE(padding, 2);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50);
  fields(part).copy(header, 6);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, name, extra]);
}

/** Flags, method, time and checksum, which both headers have. */
function fields({ data, flags, method, crc32: checksum }: ZipPart): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16LE(flags ?? UTF8_NAMES);
  bytes.writeUInt16LE(method ?? 0, 2);
  bytes.writeUInt32LE(checksum ?? (data instanceof Uint8Array ? crc32(data) : 0), 8);
  return bytes;
}

function directoryEntry(part: ZipPart, position: number): Buffer {
  const name = Buffer.from(part.name);
  const size = part.size ?? part.data.length;
  const numbers = [part.unpackedSize ?? size, size, part.offset ?? position];
  const extra = part.extra ?? zip64Extra(...numbers.filter((number) => number > IN_ZIP64).map(BigInt));
  const [unpacked, packed, offset] = numbers.map((number) => Math.min(number, IN_ZIP64));
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50);
  fields(part).copy(header, 8);
  header.writeUInt32LE(packed, 20);
  header.writeUInt32LE(unpacked, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name, extra]);
}

/** The extra field with the sizes, and the place, that 32 bits cannot say. */
export function zip64Extra(...numbers: bigint[]): Buffer {
  if (numbers.length === 0) return Buffer.alloc(0);
  const field = Buffer.alloc(4 + 8 * numbers.length);
  field.writeUInt16LE(1);
  field.writeUInt16LE(8 * numbers.length, 2);
  numbers.forEach((number, i) => {
    field.writeBigUInt64LE(number, 4 + 8 * i);
  });
  return field;
}

function end(entries: number, size: number, start: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50);
  record.writeUInt16LE(entries, 8);
  record.writeUInt16LE(entries, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(Math.min(start, IN_ZIP64), 16);
  return record;
}

function zip64End(
  lie: NonNullable<ZipOptions['zip64']>,
  entries: number,
  size: number,
  start: number,
  position: number,
): Buffer {
  const record = Buffer.alloc(76);
  record.writeUInt32LE(0x06064b50);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(lie.entries ?? BigInt(entries), 24);
  record.writeBigUInt64LE(lie.entries ?? BigInt(entries), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(lie.directory ?? BigInt(start), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(lie.at ?? BigInt(position), 64);
  record.writeUInt32LE(1, 72);
  return record;
}
