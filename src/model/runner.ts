import { setImmediate } from 'node:timers/promises';
import { InputError } from '../errors.ts';
import { Interrupted } from '../interruption.ts';
import type { ModelShape } from './architecture.ts';
import { packTexts } from './batch.ts';
import type { Capture, Encoding, Layer } from './capture.ts';
import { type Device, physicalCores } from './device.ts';
import type { Reply } from './messages.ts';
import { WorkerLink } from './worker-link.ts';

export interface RunnerOptions {
  /** Default `auto`, which is the CPU. */
  device?: Device | 'auto';
  /** Default: one per physical core. */
  threads?: number;
}

export interface EncodeOptions {
  /** Stops the run between two blocks. */
  signal?: AbortSignal;
  /** Called with the share of the work that is done, 0 to 1. */
  onProgress?: (share: number) => void;
}

/**
 * Runs one checkpoint in a worker thread and yields what was asked of each text, as soon as it is done.
 *
 * ```ts
 * const runner = await Runner.open('models/nano-l');
 * for await (const { gram } of runner.encode([[12, 7, 9]], { gram: [runner.shape.layers] })) console.log(gram);
 * await runner.close();
 * ```
 */
export class Runner {
  /** Layers, hidden size, heads, vocabulary and context of the checkpoint. */
  readonly shape: ModelShape;
  /** Family of the checkpoint, as config.json names it. */
  readonly modelType: string;
  /** The safetensors files the weights come from. */
  readonly files: string[];
  /** What the model runs on. */
  readonly device: Device;
  readonly threads: number;
  private readonly link: WorkerLink;

  /**
   * Opens the checkpoint in `folder` (config.json and safetensors).
   * @throws InputError when the checkpoint cannot be run as it is, or the device does not work here
   */
  static async open(folder: string, options: RunnerOptions = {}): Promise<Runner> {
    const device = !options.device || options.device === 'auto' ? 'cpu' : options.device;
    const threads = options.threads ?? physicalCores();
    const link = new WorkerLink();
    try {
      const reply = await link.ask({ kind: 'open', folder, device, threads, cancelFlag: link.cancelFlag });
      if (reply.kind !== 'opened') throw new Error(`the model's worker answered ${reply.kind}`);
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
    this.files = opened.files;
    this.device = device;
    this.threads = threads;
  }

  /**
   * Runs the texts, given as token ids, in order; each text's result is yielded when its batch is done, while the
   * next batch is already running.
   * @throws InputError for an empty text, a token outside the vocabulary, more tokens than the context, or a layer the model lacks
   * @throws Interrupted when `signal` aborts
   */
  async *encode(
    texts: readonly ArrayLike<number>[],
    capture: Capture,
    { signal, onProgress }: EncodeOptions = {},
  ): AsyncGenerator<Encoding, void> {
    checkCapture(capture, this.shape);
    texts.forEach((ids, i) => {
      checkIds(ids, i, this.shape);
    });
    const calls = packTexts(texts.map((ids) => ids.length));
    const total = texts.reduce((sum, ids) => sum + ids.length, 0);
    let done = 0;
    const start = ([begin, end]: [number, number]) => {
      const batch = texts.slice(begin, end).map((ids) => Int32Array.from(ids));
      const tokens = batch.reduce((sum, ids) => sum + ids.length, 0);
      const reply = this.link.ask({ kind: 'encode', batch, capture }, (blocks, depth) => {
        onProgress?.((done + (tokens * blocks) / depth) / total);
        if (blocks === depth) done += tokens;
      });
      reply.catch(() => {}); // awaited below; a failure meanwhile is not unhandled
      return reply;
    };
    const stop = () => this.link.cancel();
    this.link.resume();
    signal?.addEventListener('abort', stop);
    try {
      if (signal?.aborted) throw new Interrupted();
      let running: Promise<Reply> | undefined = calls.length > 0 ? start(calls[0]) : undefined;
      for (let i = 0; i < calls.length; i++) {
        const reply = await running!;
        running = i + 1 < calls.length ? start(calls[i + 1]) : undefined;
        if (reply.kind !== 'encoded') throw new Error(`the model's worker answered ${reply.kind}`);
        for (const encoding of reply.encodings) {
          await setImmediate(); // the caller may compute for long between two results: let signals and timers through
          if (signal?.aborted) throw new Interrupted();
          yield { ...encoding, index: encoding.index + calls[i][0] };
        }
      }
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Frees the model. A block that is being computed is finished first: ONNX Runtime cannot be stopped inside one. */
  async close(): Promise<void> {
    await this.link.close();
  }
}

function checkCapture(capture: Capture, { layers }: ModelShape): void {
  const known = (layer: Layer) =>
    layer === 'last-raw' || (Number.isInteger(layer) && layer >= 0 && layer <= layers);
  for (const layer of [...(capture.hidden ?? []), ...(capture.gram ?? [])])
    if (!known(layer))
      throw new InputError(
        `layer ${layer}: the model has the layers 0 to ${layers} and last-raw`,
        'layer 0 is the embedding, the last one comes after the final LayerNorm',
      );
  for (const layer of capture.attention?.layers ?? [])
    if (!Number.isInteger(layer) || layer < 0 || layer >= layers)
      throw new InputError(
        `attention layer ${layer}: the model has the attention layers 0 to ${layers - 1}`,
        'attention layers are counted from 0',
      );
}

function checkIds(ids: ArrayLike<number>, text: number, { vocabulary, maxPositions }: ModelShape): void {
  if (ids.length === 0) throw new InputError(`text ${text} has no token`, 'leave empty texts out');
  if (ids.length > maxPositions)
    throw new InputError(
      `text ${text} has ${ids.length} tokens, the model's context holds ${maxPositions}`,
      `cut it: --max-tokens ${maxPositions}`,
    );
  for (let t = 0; t < ids.length; t++)
    if (!Number.isInteger(ids[t]) || ids[t] < 0 || ids[t] >= vocabulary)
      throw new InputError(
        `text ${text}, position ${t}: token id ${ids[t]} is outside the vocabulary of ${vocabulary}`,
        `ids run from 0 to ${vocabulary - 1}; check that they were made with this model's tokenizer`,
      );
}
