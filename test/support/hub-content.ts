import { createHash } from 'node:crypto';

/** One fault, used up by one request for the bytes of a file (or, under `head`, for its facts). */
export type Fault =
  | { cut: number }
  | { stall: number }
  | { wrong: true }
  | {
      status: number;
      retryAfter?: string;
      rateLimit?: string;
      code?: string;
      message?: string;
      commit?: string;
    }
  | { fine: true };

/** A file of the imitated hub, with what shall go wrong on the way. */
export interface HubFile {
  content: Buffer;
  /** Kept in the store of blobs and named by its sha256, as weights are. */
  lfs?: boolean;
  /** Faults of successive bodies, first to last. */
  body?: Fault[];
  /** Faults of successive HEAD requests. */
  head?: Fault[];
  /** Every body has a wrong byte. */
  alwaysWrong?: boolean;
  /** Answers 200 and all bytes to a Range request. */
  ignoresRange?: boolean;
  /** What the ETag says instead of the hash. */
  etag?: string;
  /** What X-Linked-Size says instead of the truth. */
  linkedSize?: number;
  /** Pause between the pieces of a body, in milliseconds. */
  slow?: number;
}

export interface HubRepo {
  refs: Record<string, string>;
  /** Per commit, path -> file. */
  commits: Record<string, Record<string, HubFile>>;
  /** Only this token may read it; with `gated` the refusal says so. */
  token?: string;
  gated?: boolean;
  /** Open to nobody. */
  disabled?: boolean;
  /** The name by which it goes now. */
  renamed?: string;
}

/** The hash by which the hub names a file: sha256 for large files, git's for small ones. */
export function oidOf(file: HubFile): string {
  if (file.lfs) return createHash('sha256').update(file.content).digest('hex');
  return createHash('sha1').update(`blob ${file.content.length}\0`).update(file.content).digest('hex');
}

/** Bytes that look random and are the same each time. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

/** A commit hash made of one digit. */
export function commitOf(digit: string): string {
  return digit.repeat(40);
}

/** The files of a small model; the weights are `length` bytes of noise. */
export function modelFiles(length = 300_000, seed = 1): Record<string, HubFile> {
  return {
    'README.md': { content: Buffer.from('# a model\n') },
    'config.json': { content: Buffer.from('{"model_type": "gpt_neox"}\n') },
    'tokenizer.json': { content: Buffer.from('{"version": "1.0"}\n') },
    'tokenizer_config.json': { content: Buffer.from('{}\n') },
    'model.safetensors': { content: noise(length, seed), lfs: true },
    'pytorch_model.bin': { content: noise(1000), lfs: true },
  };
}
