import { setImmediate } from 'node:timers/promises';
import { Interrupted, interruption } from '../interruption.ts';
import type { Steps } from '../metrics/steps.ts';

/**
 * Runs a long computation to its end, letting signals and timers through at each of its stops.
 * @param onStep called at each stop, to draw progress
 * @throws Interrupted when the user stops the run
 */
export async function runSteps<T>(steps: Steps<T>, onStep?: () => void): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    onStep?.();
    await setImmediate();
    if (interruption.signal.aborted) throw new Interrupted();
  }
}
