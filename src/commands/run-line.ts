import { Interrupted, LlmgeoError, outOfMemory } from '../errors.ts';
import { fail, setQuiet } from '../io/talk.ts';
import { packageVersion, versions } from '../package.ts';
import { Answered, buildProgram } from './program.ts';

/** How a command line failed. */
export interface Failure {
  error: unknown;
  /** Whether `--verbose` asks where the error came from. */
  verbose: boolean;
}

/** Runs a command line to its end; null where nothing failed. */
export async function runLine(args: string[]): Promise<Failure | null> {
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
    return null;
  } catch (error) {
    return error instanceof Answered ? null : { error: outOfMemory(error) ?? error, verbose };
  }
}

/** The exit code that an error asks for. */
export function exitCodeOf({ error }: Failure): number {
  return error instanceof LlmgeoError ? error.exitCode : 1;
}

/** Tells of a failure on stderr, in the two lines of its error. */
export function tellOfFailure({ error, verbose }: Failure): void {
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
