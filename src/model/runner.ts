/// <reference lib="esnext.disposable" preserve="true" />
import { setImmediate } from 'node:timers/promises';
import type { WeightFile } from '../weight-files.ts';
import type { ModelShape, ParameterCount } from './architecture.ts';
import { type Call, planCalls } from './batch.ts';
import type { Capture, Encoding, Tensor } from './capture.ts';
import { asInt32, checkCapture, checkIds, checkTexts, checkThreads, type TokenIds } from './check-request.ts';
import { checkDevice, type Device, physicalCores } from './device.ts';
import type { Reply } from './messages.ts';
import { WorkerLink } from './worker-link.ts';

/** Where and how a checkpoint is run. */
export interface RunnerOptions {
  /** Default `auto`, which is the CPU. */
  device?: Device | 'auto';
  /** Default: one per physical core. */
  threads?: number;
  /** The file that the weights begin with; default the first of `WEIGHT_FILES` that the folder has. */
  weights?: WeightFile;
  /** Seed of random weights to run in place of the checkpoint's, as training would begin with. */
  untrained?: number;
}

/** How one call of `encode` is watched and stopped. */
export interface EncodeOptions {
  /** Stops the run between two blocks. */
  signal?: AbortSignal;
  /** The calls to run, of `planCalls` of all texts; default all of them. */
  calls?: readonly Call[];
  /** Called with the share of the work that is done, 0 to 1. */
  onProgress?: (share: number) => void;
}

/**
 * Runs one checkpoint in a worker thread and yields what was asked of each text, as soon as it is done. An idle runner
 * does not keep the process alive; `close`, or `await using`, frees its memory before the process ends.
 *
 * ```ts
 * const runner = await Runner.open('models/nano-l');
 * for await (const { gram } of runner.encode([[12, 7, 9]], { gram: [runner.shape.blocks] })) console.log(gram);
 * await runner.close();
 * ```
 */
export class Runner {
  /** Layers, hidden size, heads, vocabulary and context of the checkpoint. */
  readonly shape: ModelShape;
  /** Family of the checkpoint, as config.json names it. */
  readonly modelType: string;
  readonly parameters: ParameterCount;
  /** The safetensors files the weights come from; none for an untrained model. */
  readonly files: string[];
  /** What the model runs on. */
  readonly device: Device;
  readonly threads: number;
  private readonly link: WorkerLink;

  /**
   * Opens the checkpoint in `folder` (config.json and safetensors).
   * @throws InputError when the checkpoint cannot be run as it is, the device does not work here, or an option is not one
   */
  static async open(folder: string, options: RunnerOptions = {}): Promise<Runner> {
    const device = !options.device || options.device === 'auto' ? 'cpu' : checkDevice(options.device);
    const threads = options.threads === undefined ? physicalCores() : checkThreads(options.threads);
    const link = new WorkerLink();
    try {
      const { weights, untrained } = options;
      const reply = await link.open({ folder, weights, device, threads, untrained });
      return new Runner(link, reply, device, threads);
    } catch (error) {
      await link.close();
      throw error;
    }
  }

  private constructor(link: WorkerLink, opened: Reply & { kind: 'opened' }, device: Device, threads: number) {
    this.link = link;
    this.shape = opened.shape;
    this.modelType = opened.modelType;
    this.parameters = opened.parameters;
    this.files = opened.files;
    this.device = device;
    this.threads = threads;
  }

  /**
   * Runs the texts, a list of token ids each, in order; each text's result is yielded when its batch is done, while the
   * next batch is already running.
   * @throws InputError for what is no list of lists of ids, an empty text, a token outside the vocabulary, more tokens
   * than the context, or a layer or attention row that is not there
   * @throws the reason of `signal` when it aborts
   */
  async *encode(
    texts: readonly TokenIds[],
    capture: Capture,
    { signal, onProgress, calls: wanted }: EncodeOptions = {},
  ): AsyncGenerator<Encoding, void> {
    checkTexts(texts);
    const lengths = texts.map((ids) => ids.length);
    const shortest = lengths.reduce((least, length) => Math.min(least, length), Number.POSITIVE_INFINITY);
    checkCapture(capture, this.shape, shortest);
    texts.forEach((ids, i) => {
      checkIds(ids, i, this.shape);
    });
    const cancelFlag = new Int32Array(new SharedArrayBuffer(4));
    const cancel = () => Atomics.store(cancelFlag, 0, 1);
    const calls = wanted ?? planCalls(lengths);
    const tokensOf = ([begin, end]: Call) => sumOf(lengths.slice(begin, end));
    const total = sumOf(calls.map(tokensOf));
    let done = 0;
    const start = (call: Call) => {
      const batch = texts.slice(...call).map(asInt32);
      const tokens = tokensOf(call);
      const reply = this.link.ask({ kind: 'encode', batch, capture, cancelFlag }, (blocks, depth) => {
        if (Atomics.load(cancelFlag, 0) !== 0) return;
        onProgress?.((done + (tokens * blocks) / depth) / total);
        if (blocks === depth) done += tokens;
      });
      reply.catch(() => {}); // awaited below; a failure meanwhile is not unhandled
      return reply;
    };
    signal?.addEventListener('abort', cancel);
    try {
      signal?.throwIfAborted();
      let running: Promise<Reply> | undefined = calls.length > 0 ? start(calls[0]) : undefined;
      for (let i = 0; i < calls.length; i++) {
        const reply = await running!.catch((error) => {
          signal?.throwIfAborted();
          throw error;
        });
        running = i + 1 < calls.length ? start(calls[i + 1]) : undefined;
        if (reply.kind !== 'encoded') throw new Error(`the model's worker answered ${reply.kind}`);
        for (const encoding of reply.encodings) {
          await setImmediate(); // the caller may compute for long between two results: let signals and timers through
          signal?.throwIfAborted();
          yield { ...encoding, index: encoding.index + calls[i][0] };
        }
      }
    } finally {
      cancel(); // the batch that runs ahead of a caller who has left
      signal?.removeEventListener('abort', cancel);
    }
  }

  /**
   * The products of two sets of hidden states, A Bᵀ in float64, (rows of A, rows of B) row-major: the part of a
   * joint Gram matrix that lies between two texts, or two lists of texts. Hidden states are not normalised: over the
   * lengths of both rows, the roots of the diagonals of their Gram matrices, a product is their cosine.
   * @param a hidden states of one layer, (rows of A, hidden)
   * @param b likewise, (rows of B, hidden)
   */
  async crossGram(a: Tensor, b: Tensor): Promise<Float64Array> {
    const reply = await this.link.ask({ kind: 'product', a, b });
    if (reply.kind !== 'multiplied') throw new Error(`the model's worker answered ${reply.kind}`);
    return reply.product;
  }

  /** Frees the model. A block that is being computed is finished first: ONNX Runtime cannot be stopped inside one. */
  async close(): Promise<void> {
    await this.link.close();
  }

  /** `close`, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
