import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { interruption, stop } from './commands/interruption.ts';
import { Answered, buildProgram } from './commands/program.ts';
import { Interrupted, LlmgeoError, outOfMemory } from './errors.ts';
import { onClosedPipe, stdoutClosed } from './io/stdout.ts';
import { fail, setQuiet } from './io/talk.ts';
import { packageVersion, versions } from './package.ts';

function printError(error: unknown, verbose: boolean): void {
  if (error instanceof LlmgeoError || error instanceof Interrupted) {
    fail(error.message, error.hint);
  } else {
    const message = error instanceof Error ? error.message : String(error);
    fail(
      `internal error: ${message.split('\n')[0]}`,
      'this is a defect of llmgeo: please report it with the output of --verbose',
    );
  }
  if (verbose && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}

/** A Ctrl-C ends what is piped in too, and may be heard after the end of the pipe. */
const SIGNAL_DELAY_MS = 20;

/** The signal that asked this run to stop. */
let stoppedBy: NodeJS.Signals | undefined;

/** The exit code of an error; 0 where the run ended as it should. */
function exitCode(error: unknown): number {
  if (stdoutClosed()) return 0;
  if (stoppedBy) return 128 + constants.signals[stoppedBy];
  return error instanceof LlmgeoError ? error.exitCode : 1;
}

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
  let verbose = false;
  try {
    const version = args.some((arg) => arg === '-v' || arg === '--verbose') ? versions() : packageVersion();
    const program = await buildProgram((verb) => args.includes(verb), version);
    program.hook('preAction', (_, command) => {
      const flags = command.opts<{ quiet?: boolean; verbose?: boolean }>();
      verbose = flags.verbose ?? false; // -qv too
      setQuiet(flags.quiet ?? false);
    });
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof Answered) return;
    await setTimeout(SIGNAL_DELAY_MS);
    const error = outOfMemory(thrown) ?? thrown;
    process.exitCode = exitCode(error);
    if (process.exitCode === 0) return;
    // what was cut short by a signal may fail in words of its own
    const isOther = stoppedBy && !(error instanceof Interrupted);
    printError(isOther ? new Interrupted() : error, verbose);
  }
}
