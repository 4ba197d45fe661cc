import type { Command, CommanderError } from 'commander';
import { InputError } from '../errors.ts';
import { didYouMean } from '../hub/nearest-names.ts';
import { commandPath } from './help.ts';

/** What commander found wrong with a command line, with the name that was meant and where the help is. */
export function usageError({ code, message }: CommanderError, command: Command): InputError {
  const see = `see '${commandPath(command)} --help'`;
  // `help WORD` with a word that is no command
  if (code === 'commander.help') return unknownCommand(command.args.at(-1) ?? '', command);
  const [what, meant] = message.replace(/^error: /, '').split('\n');
  if (meant) return new InputError(what, `${meant.replace(/^\(Did/, 'did').replace(/\)$/, '')} ${see}`);
  const text = /^unknown option '(-\d.*|-.*\s.*)'$/.exec(what)?.[1];
  if (text)
    return new InputError(what, `a text that begins with - goes after --: -- ${JSON.stringify(text)}`);
  const wrong =
    /^command-argument value '(.*)' is invalid for argument '(.*)'\. Allowed choices are (.*)\.$/.exec(what);
  if (wrong)
    return new InputError(
      `${wrong[2]} "${wrong[1]}" is unknown`,
      `${didYouMean(wrong[1], wrong[3].split(', '))}use one of ${wrong[3]}`,
    );
  if (code === 'commander.unknownOption' && command.parent === null)
    return new InputError(what, `flags come after their command: llmgeo COMMAND --flag; ${see}`);
  return new InputError(what, see);
}

/** The error of a word that is none of a command's own commands. */
export function unknownCommand(word: string, command: Command): InputError {
  const names = command.commands.map((sub) => sub.name());
  return new InputError(
    `unknown command '${word}'`,
    `${didYouMean(word, names)}see '${commandPath(command)} --help'`,
  );
}
