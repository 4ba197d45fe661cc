import type { Progress, ProgressOptions } from '../io/progress.ts';
import type { UnitGuard } from './unit-guard.ts';

/** Who is told what happens during a run. */
export interface Talk {
  /** Something the user may want to know. */
  note(message: string): void;
  /** The numbers are not what was asked for. */
  warn(message: string): void;
  /** Begins to show how far something is that may take long. */
  progress(options: ProgressOptions): Progress;
}

/** What a run is given by whoever started it. */
export interface RunContext {
  /** Stops the run at its next good moment; its reason is thrown. */
  signal: AbortSignal;
  /** Where records outlive the process: stops it once the unit under way is safe. */
  guard?: UnitGuard;
  talk: Talk;
}

/** Tells nobody anything. */
export const SILENT: Talk = { note() {}, warn() {}, progress: () => ({ update() {}, stop() {} }) };
