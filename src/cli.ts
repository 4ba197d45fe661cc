import { Command, CommanderError } from 'commander';
import { heedRepeats } from './commands/repeated-flags.ts';
import { LlmgeoError } from './errors.ts';
import { Interrupted, interruption } from './interruption.ts';
import { packageVersion } from './package.ts';
import { onClosedPipe, stdoutClosed } from './report/stdout.ts';
import { fail, setQuiet } from './report/talk.ts';

interface CommandModule {
  define(command: Command): void;
}

/** Every verb; its module, and all that it needs, is loaded only when the verb is called. */
const COMMANDS: { name: string; summary: string; load: () => Promise<CommandModule> }[] = [
  {
    name: 'infogain',
    summary: 'how much each token adds to what a model has encoded (section 4.1, Fig 3)',
    load: () => import('./commands/infogain.ts'),
  },
  {
    name: 'entropy',
    summary: 'entropy and effective rank of the hidden states, against model size (section 3, Fig 1)',
    load: () => import('./commands/entropy.ts'),
  },
  {
    name: 'lasso',
    summary: 'which earlier tokens Lasso picks for a token, and which attention does (section 4.2)',
    load: () => import('./commands/lasso.ts'),
  },
  {
    name: 'embed',
    summary: 'sentence vectors in the plane by PCA and UMAP, and how well they separate (section 4.3, Fig 4)',
    load: () => import('./commands/embed.ts'),
  },
  {
    name: 'distance',
    summary: 'distances between the covariances of sentences (section 4.3, appendix A, Figs 5 and 6)',
    load: () => import('./commands/distance.ts'),
  },
  {
    name: 'theory',
    summary: "the paper's lemmas and theorems, predicted and measured (section 3)",
    load: () => import('./commands/theory.ts'),
  },
  {
    name: 'extract',
    summary: 'write hidden states, attention and Gram matrices to safetensors or npy files',
    load: () => import('./commands/extract.ts'),
  },
  {
    name: 'reproduce',
    summary: 'every figure of the paper in one folder, with a verdict on each claim',
    load: () => import('./commands/reproduce.ts'),
  },
  {
    name: 'plot',
    summary: 'draw a saved result again, without running a model',
    load: () => import('./commands/plot.ts'),
  },
  {
    name: 'models',
    summary: 'list, download, verify and locate checkpoints',
    load: () => import('./commands/models.ts'),
  },
];

const ABOUT = `The geometry of what Pythia language models encode.

  llmgeo infogain                          the embedded model on the paper's sentence, offline
  llmgeo infogain --model pythia-1.4b      the official weights, downloaded once
  llmgeo infogain "Any text." --plot gain.svg`;

async function buildProgram(args: string[]): Promise<Command> {
  const program = new Command('llmgeo')
    .description(ABOUT)
    .version(packageVersion(), '-V, --version')
    .helpCommand('help [command]', 'show the flags of a command')
    .showSuggestionAfterError();
  for (const { name, summary, load } of COMMANDS) {
    const command = program.command(name).summary(summary).description(summary);
    if (args.includes(name)) (await load()).define(command);
  }
  heedRepeats(program);
  throwInsteadOfExiting(program);
  return program;
}

/** Commander prints usage errors itself and exits; here they become errors like all others. */
function throwInsteadOfExiting(command: Command): void {
  command.exitOverride().configureOutput({ writeErr: () => {} });
  command.commands.forEach(throwInsteadOfExiting);
}

/** What helps where a text that begins with a dash was taken for an option: `-5 degrees`. */
function dashedTextHint(message: string): string | undefined {
  const text = /^unknown option '(-\d.*|-.*\s.*)'$/.exec(message)?.[1];
  return text && `a text that begins with - goes after --, as in: llmgeo infogain -- ${JSON.stringify(text)}`;
}

function printError(error: unknown, args: string[]): void {
  if (error instanceof CommanderError && error.code === 'commander.help') {
    fail(
      `"${args.join(' ')}" is not a whole command`,
      `see 'llmgeo ${args[0] === 'models' ? 'models ' : ''}--help'`,
    );
  } else if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '').split('\n')[0];
    fail(message, dashedTextHint(message) ?? "see 'llmgeo --help' or 'llmgeo COMMAND --help'");
  } else if (error instanceof LlmgeoError) {
    fail(error.message, error.hint);
  } else {
    const message = error instanceof Error ? error.message : String(error);
    fail(
      `internal error: ${message.split('\n')[0]}`,
      'this is a defect of llmgeo: please report it with the output of --verbose',
    );
  }
  if (args.includes('--verbose') && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}

/** The exit code of an error; 0 where the run ended as it should. */
function exitCode(error: unknown): number {
  if (stdoutClosed()) return 0;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Interrupted || interruption.signal.aborted) return 130;
  return error instanceof LlmgeoError ? error.exitCode : 1;
}

/** Stops the run at the next good moment; asked a second time, at once. */
function interrupt(signal: NodeJS.Signals): void {
  if (interruption.signal.aborted) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
  interruption.abort(new Interrupted());
}

/**
 * Runs the command line. It never ends the process: native code may be inside a computation, which has to return
 * first; the exit code is set and the process ends when nothing is left to do.
 */
export async function main(args: string[]): Promise<void> {
  onClosedPipe(() => interruption.abort(new Interrupted()));
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  if (args.includes('--quiet')) setQuiet(true);
  try {
    const program = await buildProgram(args);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCode(error);
    if (process.exitCode === 1 || process.exitCode === 2) printError(error, args);
    if (process.exitCode === 130)
      fail('interrupted', 'run it again for a result; a download goes on where it stopped');
  }
}
