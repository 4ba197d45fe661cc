import { setTimeout as sleep } from 'node:timers/promises';
import type { Hub } from './context.ts';
import { TransientError, unreachable } from './faults.ts';

/** Attempts after the first that bring nothing new, before we give up. */
const MAX_RETRIES = 4;
const MAX_BACKOFF_MS = 30_000;
/** A server that asks for more than this will not be waited for. */
const MAX_RETRY_AFTER_MS = 300_000;

export interface RetryOptions {
  /** What is being done, for the warning. */
  what: string;
  /** How far the work has come; when it grew, the count of retries starts again. */
  progress?: () => number;
  retries?: number;
}

/**
 * Repeats `attempt` while it fails in ways that may pass, with exponential back-off and jitter.
 * The first pause is a twentieth of the stall timeout (0.5 s by default): who shortens one wants the other shorter.
 * @throws HubUnreachable when retries are used up; any other error of `attempt` at once
 */
export async function withRetries<T>(hub: Hub, options: RetryOptions, attempt: () => Promise<T>): Promise<T> {
  const { what, progress = () => 0, retries = MAX_RETRIES } = options;
  let furthest = progress();
  for (let failures = 0; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      if (progress() > furthest) failures = 0;
      furthest = Math.max(furthest, progress());
      const pause = error.retryAfterMs ?? backoff(hub.timeoutMs / 20, failures);
      if (failures++ >= retries || pause > MAX_RETRY_AFTER_MS) throw unreachable(hub, error);
      hub.onWarning(`${what}: ${error.message}; trying again in ${(pause / 1000).toFixed(1)} s`);
      await pauseFor(pause, hub.signal);
    }
  }
}

function backoff(firstMs: number, failures: number): number {
  return Math.min(firstMs * 2 ** failures, MAX_BACKOFF_MS) * (0.5 + Math.random());
}

async function pauseFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    signal?.throwIfAborted();
  }
}
