import type { Command, Help, HelpConfiguration, Option } from 'commander';
import { EXAMPLES } from './examples.ts';

/** Headings of the flags, in the order that help shows them. */
export const GROUPS = {
  texts: 'Texts:',
  models: 'Models:',
  experiment: 'Experiment:',
  output: 'Output:',
  run: 'Runs that survive:',
  other: 'Other:',
} as const;

/** Below this a description goes under its flag, not beside it. */
const NARROWEST_COLUMN = 36;

/** The words that call a command: `llmgeo models ls`. */
export function commandPath(command: Command): string {
  return command.parent ? `${commandPath(command.parent)} ${command.name()}` : command.name();
}

/** Help begins with examples, has the flags in groups, and no line is longer than the terminal is wide. */
export const HELP_LAYOUT: HelpConfiguration & ThisType<Help> = {
  minWidthToWrap: 1,
  formatHelp(command, helper) {
    const rest = Object.getPrototypeOf(this).formatHelp.call(this, command, helper);
    return `${examples(command, helper)}\n${rest}`;
  },
  styleUsage(usage) {
    return indent(this.boxWrap(usage, width(this) - 'Usage: '.length), 7);
  },
  // a flag without a short form stands under those that have one
  optionTerm: ({ short, flags }) => (short ? flags : `    ${flags}`),
  optionDescription,
  groupItems(_, visible, groupOf) {
    const order = [...Object.values<string>(GROUPS), ...visible.map(groupOf)];
    const headings = new Set(order.filter((heading) => visible.some((item) => groupOf(item) === heading)));
    return new Map(
      [...headings].map((heading) => [heading, visible.filter((item) => groupOf(item) === heading)]),
    );
  },
  formatItem(term, termWidth, description, helper) {
    const beside = width(helper) - termWidth - 4;
    if (!description) return `  ${term}`;
    if (beside >= NARROWEST_COLUMN)
      return `  ${term.padEnd(termWidth)}  ${indent(helper.boxWrap(description, beside), termWidth + 4)}`;
    return `  ${term.trim()}\n      ${indent(helper.boxWrap(description, width(helper) - 6), 6)}`;
  },
};

/** What a flag does and its default; the words it takes are named in the prose. */
function optionDescription(option: Option): string {
  const { description, defaultValue, defaultValueDescription } = option;
  if (defaultValue === undefined || option.isBoolean()) return description;
  return `${description} (default: ${defaultValueDescription ?? defaultValue})`;
}

function examples(command: Command, helper: Help): string {
  const lines = (EXAMPLES[commandPath(command)] ?? []).flatMap(([line, gives]) => [
    `  ${foldCommand(line, width(helper) - 2)}`,
    `      ${indent(helper.boxWrap(gives, width(helper) - 6), 6)}`,
  ]);
  return ['Examples:', ...lines, ''].join('\n');
}

/** A flag with its value, a quoted text, or a word. */
const PART = /-\S+ (?!-)(?:"[^"]*"|\S+)|"[^"]*"|\S+/g;

/** Folds a command line so that it can still be copied: between its parts, with the backslash of the shell. */
function foldCommand(line: string, most: number): string {
  const folded = [''];
  for (const part of line.match(PART) ?? []) {
    const longer = [folded.at(-1), part].filter(Boolean).join(' ');
    // two columns for the backslash, two for the indent of the lines that follow
    if (longer.length <= most - 4) folded[folded.length - 1] = longer;
    else folded.push(part);
  }
  return folded.filter(Boolean).join(' \\\n    ');
}

function indent(text: string, columns: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(columns)}`);
}

function width(helper: Help): number {
  return helper.helpWidth ?? 80;
}
