import { Worker } from 'node:worker_threads';
import { InputError, Interrupted, LlmgeoError, outOfMemory } from '../errors.ts';
import type { Reply, Request, WireError } from './messages.ts';

// Read by ONNX Runtime when its first session starts; it must stand in the main thread's environment by then.
process.env.ORT_DISABLE_TELEMETRY = '1';

interface Waiting {
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
  onBlock?: (done: number, total: number) => void;
}

/** Threads without a model: starting one takes longer than opening a small checkpoint in it. */
const idle: WorkerThread[] = [];
/** One for the model at work and one for the next, which is opened meanwhile. */
const MOST_IDLE = 2;

/**
 * A thread that models run in, one after the other, and the questions it has not answered yet, oldest first. It keeps
 * the process alive while it has a question to answer and no longer.
 */
export class WorkerThread {
  /** Without the flags of the process: those of a program read from the command line would be refused. */
  private readonly worker = new Worker(new URL('./worker.js', import.meta.url), { execArgv: [] });
  private readonly waiting: Waiting[] = [];
  private readonly exited: Promise<void>;
  /** Why no question is answered any more. */
  private ended?: Error;

  /** A thread that has no model. */
  static free(): WorkerThread {
    return idle.pop() ?? new WorkerThread();
  }

  private constructor() {
    this.worker.on('message', (reply: Reply) => this.receive(reply));
    this.worker.on('error', (error: Error) => this.fail(outOfMemory(error) ?? error));
    this.exited = new Promise((resolve) => {
      this.worker.on('exit', () => {
        this.fail(new Error("the model's worker has ended"));
        resolve();
      });
    });
    this.worker.unref();
  }

  /** Sends a request; rejects when the worker answers with an error or has ended. */
  ask(request: Request, onBlock?: Waiting['onBlock']): Promise<Reply> {
    if (this.ended) return Promise.reject(this.ended);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject, onBlock });
      this.worker.ref();
      this.worker.postMessage(request);
    });
  }

  /** Frees the model, and lets the thread wait for another or, where that would keep much memory, end. */
  async release(mayWait: boolean): Promise<void> {
    const closed = await this.ask({ kind: 'close' }).catch(() => null);
    if (closed && mayWait && idle.length < MOST_IDLE) {
      idle.push(this);
      return;
    }
    if (!this.ended) this.worker.postMessage({ kind: 'end' } satisfies Request);
    this.worker.ref();
    await this.exited;
  }

  private receive(reply: Reply): void {
    if (reply.kind === 'block') {
      this.waiting[0]?.onBlock?.(reply.done, reply.total);
      return;
    }
    const oldest = this.waiting.shift();
    if (this.waiting.length === 0) this.worker.unref();
    if (reply.kind === 'failed') oldest?.reject(rebuildError(reply.error));
    else oldest?.resolve(reply);
  }

  private fail(error: Error): void {
    this.ended ??= error;
    const place = idle.indexOf(this);
    if (place >= 0) idle.splice(place, 1);
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}

function rebuildError(wire: WireError): Error {
  if (wire.cancelled) return new Interrupted('the runner was closed: open another');
  const error =
    wire.hint === undefined
      ? new Error(wire.message)
      : wire.exitCode === 2
        ? new InputError(wire.message, wire.hint)
        : new LlmgeoError(wire.message, wire.hint, wire.exitCode);
  error.stack = wire.stack;
  return error;
}
