import { setTimeout as sleep } from 'node:timers/promises';
import type { Hub } from './context.ts';
import { RateLimited, TransientError, unreachable } from './faults.ts';

/** Attempts after the first that bring nothing new, before we give up. */
const MAX_RETRIES = 4;
const MAX_BACKOFF_MS = 30_000;
/** A server that asks for more than this will not be waited for; the window of the hub's limits is as long. */
const MAX_RETRY_AFTER_MS = 300_000;
/** The seconds until a limit's reset are rounded: Python too waits one more. */
const MAX_MARGIN_MS = 1000;

export interface RetryOptions {
  /** What is being done, for the warning. */
  what: string;
  /** How far the work has come; when it grew, the count of retries starts again. */
  progress?: () => number;
  retries?: number;
}

/** Attempts that brought nothing new. */
interface Tries {
  failures: number;
  limits: number;
}

/**
 * Repeats `attempt` while it fails in ways that may pass, with exponential back-off and jitter, or after the time that
 * the server names. To reach a limit of requests is no failure: such waits are counted by themselves.
 * The first pause is a twentieth of the stall timeout (0.5 s by default): who shortens one wants the other shorter.
 * @throws HubUnreachable when retries are used up; any other error of `attempt` at once
 */
export async function withRetries<T>(hub: Hub, options: RetryOptions, attempt: () => Promise<T>): Promise<T> {
  const { what, progress = () => 0, retries = MAX_RETRIES } = options;
  let furthest = progress();
  let tries: Tries = { failures: 0, limits: 0 };
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      if (progress() > furthest) tries = { failures: 0, limits: 0 };
      furthest = Math.max(furthest, progress());
      const pause = pauseAfter(hub, error, tries.failures);
      if (!mayGoOn(error, tries, retries)) throw unreachable(hub, error);
      hub.onWarning(`${what}: ${error.message}; trying again in ${(pause / 1000).toFixed(1)} s`);
      await waitFor(hub, pause, error.retryAfterMs !== null);
    }
  }
}

/** Counts an error, and says whether another attempt is due. */
function mayGoOn(error: TransientError, tries: Tries, retries: number): boolean {
  const before = error instanceof RateLimited ? tries.limits++ : tries.failures++;
  return before < retries && (error.retryAfterMs ?? 0) <= MAX_RETRY_AFTER_MS;
}

function pauseAfter({ timeoutMs }: Hub, error: TransientError, failures: number): number {
  if (error.retryAfterMs === null) return backoff(timeoutMs / 20, failures);
  return error.retryAfterMs + (error instanceof RateLimited ? Math.min(timeoutMs / 10, MAX_MARGIN_MS) : 0);
}

function backoff(firstMs: number, failures: number): number {
  return Math.min(firstMs * 2 ** failures, MAX_BACKOFF_MS) * (0.5 + Math.random());
}

/** What the hub asked for can take minutes, so each second is told. */
async function waitFor(hub: Hub, ms: number, isAsked: boolean): Promise<void> {
  if (!isAsked) return pauseFor(ms, hub.signal);
  const total = ms / 1000;
  for (let waited = 0; waited < total; waited++) {
    hub.onWait({ waited, total });
    await pauseFor(Math.min(1, total - waited) * 1000, hub.signal);
  }
  hub.onWait({ waited: total, total });
}

async function pauseFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    signal?.throwIfAborted();
  }
}
