import type { Command, Option } from 'commander';
import { InputError } from '../errors.ts';
import { didYouMean } from '../hub/nearest-names.ts';

/** A parser of whole numbers within bounds, for the flag `name`. */
export function wholeNumber(
  name: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): (value: string) => number {
  return (value) => {
    const number = Number(value);
    const isWhole = /^\d+(\.\d+)?(e\+?\d+)?$/i.test(value) && Number.isSafeInteger(number);
    if (isWhole && number >= least && number <= most) return number;
    const bounds = most === Number.MAX_SAFE_INTEGER ? `from ${least} up` : `from ${least} to ${most}`;
    throw new InputError(
      `${name} ${JSON.stringify(value)} is not a whole number ${bounds}`,
      `give digits alone, such as ${least}`,
    );
  };
}

/** A parser of numbers above 0, for the flag `name`; `usual` is the value that its message suggests. */
export function positiveNumber(name: string, usual: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (value.trim() !== '' && Number.isFinite(number) && number > 0) return number;
    throw new InputError(
      `${name} ${JSON.stringify(value)} is not a number above 0`,
      `the default is ${usual}`,
    );
  };
}

const UNITS = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** A parser of sizes such as 20GB or 1.5 GiB, in bytes, for the flag `name`. */
export function byteSize(name: string): (value: string) => number {
  return (value) => {
    const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?i?b)\s*$/i.exec(value) ?? [];
    const bytes = Math.floor(Number(number) * UNITS[(unit ?? '').toLowerCase() as keyof typeof UNITS]);
    if (bytes >= 1 && Number.isSafeInteger(bytes)) return bytes;
    throw new InputError(
      `${name} ${JSON.stringify(value)} is not a size`,
      'give a number with its unit, such as 20GB or 500MB',
    );
  };
}

/** A parser of one of a few words, for the flag `name`. */
export function oneOf<Word extends string>(name: string, words: readonly Word[]): (value: string) => Word {
  return (value) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    throw new InputError(
      `${name} ${JSON.stringify(value)} is unknown`,
      `${didYouMean(value, words)}use one of ${words.join(', ')}`,
    );
  };
}

/** A parser of a comma list of some of a few words, each once, for the flag `name`. */
export function listOf<Word extends string>(name: string, words: readonly Word[]): (value: string) => Word[] {
  const one = oneOf(name, words);
  return (value) => [...new Set(value.split(',').map((part) => one(part.trim())))];
}

type WordsFlag = (command: Command, flags: string, description: string, words: readonly string[]) => Option;

/** A flag that takes one of a few words, which completion offers; `description` names each. */
export const choice: WordsFlag = (command, flags, description, words) => {
  const option = command.createOption(flags, description).choices(words);
  return option.argParser(oneOf(option.long!, words));
};

/** The same for a comma list of them. */
export const choices: WordsFlag = (command, flags, description, words) => {
  const option = command.createOption(flags, description).choices(words);
  return option.argParser(listOf(option.long!, words));
};
