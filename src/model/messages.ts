/** What the main thread and the model's worker say to each other. */
import type { ExitCode } from '../errors.ts';
import type { WeightFile } from '../weight-files.ts';
import type { ModelShape, ParameterCount } from './architecture.ts';
import type { Capture, Encoding, Tensor } from './capture.ts';
import type { Device } from './device.ts';

export interface OpenRequest {
  kind: 'open';
  folder: string;
  /** The file that the weights begin with; default the first of `WEIGHT_FILES` that the folder has. */
  weights?: WeightFile;
  device: Device;
  threads: number;
  /** Seed of random weights to run in place of the checkpoint's. */
  untrained?: number;
  /** Shared memory; non-zero once the runner is being closed. */
  closeFlag: Int32Array;
}

export interface EncodeRequest {
  kind: 'encode';
  batch: Int32Array[];
  capture: Capture;
  /** Shared memory; non-zero once this run is wanted no more. */
  cancelFlag: Int32Array;
}

/** Asks for A Bᵀ in float64. */
export interface ProductRequest {
  kind: 'product';
  a: Tensor;
  b: Tensor;
}

export type Request = OpenRequest | EncodeRequest | ProductRequest | { kind: 'close' } | { kind: 'end' };

/** An error as it crosses the thread boundary, which keeps no classes. */
export interface WireError {
  message: string;
  hint?: string;
  exitCode?: ExitCode;
  stack?: string;
  cancelled?: boolean;
}

/** `opened`, `encoded`, `multiplied`, `closed` and `failed` answer the oldest open request; `block` reports progress on it. */
export type Reply =
  | { kind: 'opened'; modelType: string; shape: ModelShape; parameters: ParameterCount; files: string[] }
  | { kind: 'block'; done: number; total: number }
  | { kind: 'encoded'; encodings: Encoding[] }
  | { kind: 'multiplied'; product: Float64Array }
  | { kind: 'closed' }
  | { kind: 'failed'; error: WireError };
