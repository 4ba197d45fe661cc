import type { RunContext, Talk } from '../run/context.ts';
import { SILENT } from '../run/context.ts';

/** Who is told what happens, and what stops it. */
export interface Watching {
  /** Stops the work at its next good moment; what is thrown is the signal's reason. */
  signal?: AbortSignal;
  /** Who is told: nobody of notes and progress by default, and `process.emitWarning` of warnings. */
  talk?: Partial<Talk>;
}

/** What a run is given, with all that a caller left out. */
export function contextOf({ signal = new AbortController().signal, talk }: Watching): RunContext {
  const warn = (message: string) => process.emitWarning(message, 'LlmgeoWarning');
  return { signal, talk: { ...SILENT, warn, ...talk } };
}
