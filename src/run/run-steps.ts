import { setImmediate } from 'node:timers/promises';
import type { Steps } from '../metrics/steps.ts';

/** How long is computed without letting signals and timers through, in ms. */
const TURN = 20;

/**
 * Runs a long computation to its end, letting signals and timers through now and then, at one of its stops.
 * @param onStep called at each stop, to draw progress
 * @throws the reason of `signal`
 */
export async function runSteps<T>(steps: Steps<T>, signal: AbortSignal, onStep?: () => void): Promise<T> {
  let turn = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    onStep?.();
    if (performance.now() - turn < TURN) continue;
    await setImmediate();
    signal.throwIfAborted();
    turn = performance.now();
  }
}
