import { InputError } from '../errors.ts';
import type { OpenRequest, Reply, Request } from './messages.ts';
import { WorkerThread } from './worker-thread.ts';

/** A thread whose model had more numbers than this ends with it, which gives its memory back at once. */
const MOST_KEPT = 2 ** 26;

/** One model in a thread. */
export class WorkerLink {
  /** Non-zero once the link is being closed. */
  private readonly closeFlag = new Int32Array(new SharedArrayBuffer(4));
  private readonly thread = WorkerThread.free();
  private parameters = 0;
  private closed?: Promise<void>;

  /** Opens the model. @throws InputError where it cannot be run as it is */
  async open(request: Omit<OpenRequest, 'kind' | 'closeFlag'>): Promise<Reply & { kind: 'opened' }> {
    const reply = await this.thread.ask({ kind: 'open', ...request, closeFlag: this.closeFlag });
    if (reply.kind !== 'opened') throw new Error(`the model's worker answered ${reply.kind}`);
    this.parameters = reply.parameters.total;
    return reply;
  }

  /** Asks the model; rejects when the worker answers with an error or has ended, and once the link is closed. */
  async ask(request: Request, onBlock?: (done: number, total: number) => void): Promise<Reply> {
    if (this.closed) throw new InputError('the model was closed before', 'open it again, or close it later');
    return this.thread.ask(request, onBlock);
  }

  /** Frees the model once the block that is being computed is finished. */
  close(): Promise<void> {
    Atomics.store(this.closeFlag, 0, 1);
    this.closed ??= this.thread.release(this.parameters <= MOST_KEPT);
    return this.closed;
  }
}
