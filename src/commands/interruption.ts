import { Interrupted } from '../errors.ts';
import { UnitGuard } from '../run/unit-guard.ts';

/** Aborted once this process should stop: by a signal, or because the reader of its output went away. */
export const interruption = new AbortController();

/** What a run with a folder is guarded by. */
export const unitGuard = new UnitGuard();

/** Stops the run: where records are kept, a scheduler's SIGTERM lets the unit under way become safe first. */
export function stop(signal: NodeJS.Signals): void {
  const waits = signal === 'SIGTERM' && unitGuard.ask(new Interrupted());
  if (!waits) interruption.abort(new Interrupted());
}
