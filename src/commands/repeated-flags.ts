import { isDeepStrictEqual } from 'node:util';
import type { Command, Option } from 'commander';
import { InputError } from '../errors.ts';

/**
 * Makes every flag of a command heed each of its values: a flag whose value is a list gathers what it is given, each
 * value once; any other is refused where a second value differs from the first.
 */
export function heedRepeats(command: Command): void {
  for (const option of command.options) if (!option.isBoolean() && !option.variadic) heed(option, command);
  command.commands.forEach(heedRepeats);
}

function heed(option: Option, command: Command): void {
  const parse = option.parseArg ?? ((value: string) => value);
  option.argParser((value: string, before: unknown) => {
    const given: unknown = parse(value, undefined);
    if (command.getOptionValueSource(option.attributeName()) !== 'cli') return given;
    if (Array.isArray(given)) return [...new Set([...(before as unknown[]), ...given])];
    if (isDeepStrictEqual(given, before)) return given;
    throw new InputError(
      `${option.long} is given twice: ${String(before)} and ${String(given)}`,
      'it takes one value: leave one of them out',
    );
  });
}
