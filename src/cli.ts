import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { interruption, stop } from './commands/interruption.ts';
import { exitCodeOf, runLine, tellOfFailure } from './commands/run-line.ts';
import { Interrupted } from './errors.ts';
import { onClosedPipe, stdoutClosed } from './io/stdout.ts';

/** A Ctrl-C ends what is piped in too, and may be heard after the end of the pipe. */
const SIGNAL_DELAY_MS = 20;

/** The signal that asked this run to stop. */
let stoppedBy: NodeJS.Signals | undefined;

/** Stops the run at the next good moment; asked a second time, at once. */
function interrupt(signal: NodeJS.Signals): void {
  if (stoppedBy) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
  stoppedBy = signal;
  stop(signal);
}

/**
 * Runs the command line. It never ends the process: native code may be inside a computation, which has to return
 * first; the exit code is set and the process ends when nothing is left to do.
 */
export async function main(args: string[]): Promise<void> {
  onClosedPipe(() => interruption.abort(new Interrupted()));
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const failure = await runLine(args);
  if (failure === null) return;
  await setTimeout(SIGNAL_DELAY_MS);
  if (stdoutClosed()) return;
  process.exitCode = stoppedBy ? 128 + constants.signals[stoppedBy] : exitCodeOf(failure);
  // what was cut short by a signal may fail in words of its own
  const isOther = stoppedBy && !(failure.error instanceof Interrupted);
  tellOfFailure(isOther ? { ...failure, error: new Interrupted() } : failure);
}
