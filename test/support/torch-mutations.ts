import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { torchFixture } from './torch-oracle.ts';

/** A file of torch with a few bytes changed. */
export interface Mutation {
  /** Of `MUTATED`. */
  original: number;
  bytes: Buffer;
  /** Whether the pickle may say something else than the original's, its checksum being right or left out. */
  otherPickle: boolean;
}

/** What is mutated; the last one has no checksums. */
export const MUTATED: Buffer[] = [
  'files/views.bin',
  'files/types.bin',
  'files/parameters.bin',
  'float16/pytorch_model.bin',
  'files/no-checksums.bin',
].map((name) => readFileSync(torchFixture(name)));

type Range = [from: number, to: number];

/** Numbers that files of their kind get wrong, and bytes that pickles are made of. */
const ODD = [0, 1, 2, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];
const OPCODES = Buffer.from('()tu}sNKMJXqrhjcQRb.]aeU\x85\x86\x87\x88\x89\x8a\x80\x93\x81', 'latin1');

/** Changes files, the same ones for the same random numbers. */
export class Mutator {
  private readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  next(): Mutation {
    const original = this.below(MUTATED.length);
    const bytes = Buffer.from(MUTATED[original]);
    if (this.random() < 0.6) {
      const range = pickleOf(bytes);
      this.overwrite(bytes, range);
      return { original, bytes: withChecksum(bytes, range), otherPickle: true };
    }
    const change = this.pick([this.overwrite, this.cut, this.repeat, this.end]);
    const range = this.pick([
      directoryOf(bytes),
      directoryOf(bytes),
      this.headerOf(bytes),
      [0, bytes.length],
    ]);
    const otherPickle = original === MUTATED.length - 1;
    return { original, bytes: change.call(this, bytes, range as Range), otherPickle };
  }

  private overwrite(bytes: Buffer, [from, to]: Range): Buffer {
    const at = () => from + this.below(to - from);
    const change = this.pick([
      () => bytes.writeUInt8(this.below(256), at()),
      () => bytes.writeUInt8(this.pick([...OPCODES]), at()),
      () => bytes.writeUInt32LE(this.pick(ODD), Math.min(at(), to - 4)),
      () => {
        const source = at();
        bytes.copyWithin(at(), source, Math.min(to, source + this.below(32)));
      },
      () => {
        const bit = at();
        bytes[bit] ^= 1 << this.below(8);
      },
    ]);
    for (let times = 1 + this.below(3); times > 0; times--) change();
    return bytes;
  }

  private cut(bytes: Buffer, [from, to]: Range): Buffer {
    const at = from + this.below(to - from);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + this.below(16))]);
  }

  private repeat(bytes: Buffer, [from, to]: Range): Buffer {
    const at = from + this.below(to - from);
    return Buffer.concat([bytes.subarray(0, at + this.below(32)), bytes.subarray(at)]);
  }

  private end(bytes: Buffer, [from, to]: Range): Buffer {
    return bytes.subarray(0, from + this.below(to - from));
  }

  /** One of the headers before the entries. */
  private headerOf(bytes: Buffer): Range {
    const at = Math.max(0, bytes.lastIndexOf('PK\x03\x04', this.below(bytes.length), 'latin1'));
    return [at, at + 64];
  }

  private below(n: number): number {
    return Math.floor(this.random() * n);
  }

  private pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }
}

function directoryOf(bytes: Buffer): Range {
  return [bytes.indexOf('PK\x01\x02', 0, 'latin1'), bytes.length];
}

/** data.pkl is the first entry. */
function pickleOf(bytes: Buffer): Range {
  const begin = bytes.indexOf('\x80\x02', 0, 'latin1');
  return [begin, begin + bytes.readUInt32LE(directoryOf(bytes)[0] + 20)];
}

/** With the checksum made good, so that what is wrong in the pickle is seen by whoever parses it. */
function withChecksum(bytes: Buffer, [begin, end]: Range): Buffer {
  bytes.writeUInt32LE(crc32(bytes.subarray(begin, end)), directoryOf(bytes)[0] + 16);
  return bytes;
}
