/** Completion in shells, by @bomb.sh/tab and its adapter for commander; the only file that imports them. */
import tabScripts, { type RootCommand } from '@bomb.sh/tab';
import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { DATASET_NAMES, DATASETS } from '../hub/datasets.ts';
import { pythiaNames, readRegistry } from '../hub/registry.ts';
import { writeStdout } from '../io/stdout.ts';
import { BASH_COMPLETION } from './completion-bash.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'];

/** Adds the argument and the action of `llmgeo completion`. */
export function define(command: Command): void {
  command
    .addArgument(command.createArgument('<shell>', 'bash, zsh, fish or powershell').choices(SHELLS))
    .action(async (shell: string) => {
      if (shell === 'bash') await writeStdout([BASH_COMPLETION]);
      else tabScripts.setup('llmgeo', 'llmgeo', shell);
    });
}

/** Adds the action of `llmgeo complete -- WORDS`, by which the scripts ask what the last word may become. */
export function defineAnswer(command: Command): void {
  command.argument('[words...]').action((words: string[]) => {
    const root = completionOf(command.parent!);
    offerNames(root);
    continueLists(root, words.at(-1) ?? '');
    offerFiles(root, words.at(-1) ?? '');
    root.parse([...words]);
  });
}

/** What the adapter makes of the program; it has its own ideas of `completion` and `complete`. */
function completionOf(program: Command): RootCommand {
  const copy = program.createCommand(program.name()).helpCommand(false);
  for (const option of program.options) copy.addOption(option);
  for (const verb of program.commands)
    if (!/^complet/.test(verb.name())) copy.addCommand(verb.helpCommand(false));
  return tab(copy, { completionCommandName: 'completion' });
}

/** Offers the names that are known without being declared with the flag: models and the data set. */
function offerNames(root: RootCommand): void {
  const models = [...readRegistry().embedded.models.map(({ name }) => name), ...pythiaNames()];
  const offer = (names: string[]) => (complete: (name: string, description: string) => void) => {
    for (const name of names) complete(name, '');
  };
  for (const [path, { options, arguments: places }] of root.commands) {
    for (const option of options.values()) {
      if (option.value === 'model') option.handler = offer(models);
      if (option.value === 'dataset') option.handler = offer([...DATASET_NAMES]);
    }
    if (path.startsWith('models '))
      for (const place of places.values())
        place.handler = offer([...models, ...DATASETS.map(({ name }) => name)]);
  }
}

/** After a comma the next name of a list is asked for. */
function continueLists(root: RootCommand, word: string): void {
  const before = /^(?:--[^=]*=)?(.*,)/.exec(word)?.[1] ?? '';
  for (const { options } of root.commands.values())
    for (const option of options.values()) {
      const { handler } = option;
      option.handler &&= function (complete, all) {
        handler!.call(this, (name, description) => complete(before + name, description), all);
      };
    }
}

/** Where no known value begins like the word, it may be a file; tab itself says always that it is none. */
function offerFiles(root: RootCommand, word: string): void {
  const value = word.replace(/^--[^=]*=/, '');
  const [values, files] = [4, 0];
  Object.defineProperty(root, 'directive', {
    get: () => (root.completions.some((completion) => completion.value.startsWith(value)) ? values : files),
    set: () => {},
  });
}
