/** The command line as a tree of commands; the only file that imports more of commander than its types. */
import { Command } from 'commander';
import { GROUPS, HELP_LAYOUT } from './help.ts';
import { HIDDEN, SETUP, VERBS } from './index.ts';
import { heedRepeats } from './repeated-flags.ts';
import { usageError } from './usage-error.ts';

/** For scripts and schedulers. */
const EXIT_CODES = `
Exit codes:
  0 done, 1 the work failed, 2 the command line or the input is wrong (never try
  again), 75 trying again may help (network, rate limit, disk, memory), 130 SIGINT,
  143 SIGTERM`;

/** Help or the version has been printed, and nothing is left to do. */
export class Answered extends Error {}

/**
 * The whole program. The verbs that `needed` names are loaded with their flags and actions; the others are known by
 * name and summary. Errors are thrown: `Answered`, or an InputError for a wrong command line.
 * @param version what `--version` prints
 */
export async function buildProgram(needed: (verb: string) => boolean, version: string): Promise<Command> {
  const program = new Command('llmgeo')
    .description('The geometry of what Pythia language models encode.')
    .configureHelp(HELP_LAYOUT)
    .version(version, '-V, --version', 'the version; with -v those of Node and ONNX Runtime too');
  for (const { name, summary, group, load } of VERBS) {
    const command = program.command(name, { hidden: group === HIDDEN });
    command.summary(summary).description(summary).helpGroup(group);
    if (needed(name)) (await load()).define(command);
  }
  program.commandsGroup(SETUP);
  program.addHelpText('after', EXIT_CODES);
  heedRepeats(program);
  finish(program);
  return program;
}

function finish(command: Command): void {
  const isGroup = command.commands.length > 0;
  command.optionsGroup(isGroup ? '' : GROUPS.other).helpOption('-h, --help', 'this help');
  if (isGroup) command.helpCommand('help [command]', 'the flags of a command');
  // commander prints usage errors itself and exits; here they become errors like all others
  command.configureOutput({ writeErr: () => {} }).exitOverride((error) => {
    throw error.exitCode === 0 ? new Answered() : usageError(error, command);
  });
  command.commands.forEach(finish);
}
