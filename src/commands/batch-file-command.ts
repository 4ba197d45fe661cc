import { InputError } from '../errors.ts';

/** A command line taken apart into what each shard does and what is done once at the end. */
export interface BatchCommand {
  /** The experiment. */
  verb: string;
  /** What each shard runs, program first; which shard it is, is still to be said. */
  shard: string[];
  /** What runs after all of them, program first. */
  merge: string[];
  shards: number;
}

const DEFAULT_SHARDS = 8;

/** Flags of output, which are the merge's, by whether a value follows. */
const OUTPUT_FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['-o', true],
  ['--output', true],
  ['-f', true],
  ['--format', true],
  ['--json', false],
  ['--all', false],
  ['--plot', true],
  ['--width', true],
  ['--no-title', false],
]);

/** One flag with its value, or one other word. */
interface Part {
  name: string;
  value?: string;
  words: string[];
}

/**
 * @param args the command line after `llmgeo`
 * @throws InputError where it cannot be spread
 */
export function batchCommand(args: readonly string[]): BatchCommand {
  const [flags, texts] = taken(args);
  const folder = flags.findLast(({ name }) => name === '--run')?.value;
  if (folder === undefined)
    throw new InputError('--print without --run: shards meet in a run folder', 'add --run FOLDER');
  refuseStdin([...flags.flatMap(({ value, words }) => value ?? words), ...texts]);
  const isOutput = ({ name }: Part) => OUTPUT_FLAGS.has(name);
  const own = flags.filter((part) => !isOutput(part) && part.name !== '--shard');
  return {
    verb: args[0],
    shard: ['llmgeo', ...own.flatMap(({ words }) => words), ...texts],
    merge: ['llmgeo', 'merge', folder, ...flags.filter(isOutput).flatMap(({ words }) => words)],
    shards: shardCount(flags.findLast(({ name }) => name === '--shard')?.value),
  };
}

/** The words before `--` in parts, and those from it on. */
function taken(args: readonly string[]): [Part[], string[]] {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const words = args.slice(0, end).flatMap(apart);
  const parts: Part[] = [];
  for (let at = 0; at < words.length; at += parts.at(-1)!.words.length) parts.push(partAt(words, at));
  return [parts, args.slice(end)];
}

/** `-qo FILE` is `-q -o FILE`. */
function apart(word: string): string[] {
  const cluster = /^-([qv]+)([of].*)$/s.exec(word);
  return cluster ? [...[...cluster[1]].map((flag) => `-${flag}`), `-${cluster[2]}`] : [word];
}

function partAt(words: string[], at: number): Part {
  const word = words[at];
  const [, name = word, value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? /^(-[of])(.+)$/s.exec(word) ?? [];
  if (value !== undefined) return { name, value, words: [word] };
  const takesValue = OUTPUT_FLAGS.get(name) ?? (name === '--run' || name === '--shard');
  return takesValue
    ? { name, value: words[at + 1], words: words.slice(at, at + 2) }
    : { name, words: [word] };
}

function refuseStdin(words: string[]): void {
  if (words.includes('-'))
    throw new InputError(
      '--print with - : the shards have no stdin to read',
      'write the texts to a file: --file FILE',
    );
}

function shardCount(flag: string | undefined): number {
  if (flag === undefined) return DEFAULT_SHARDS;
  const count = Number(/^\/(\d+)$/.exec(flag)?.[1]);
  if (count >= 1 && Number.isSafeInteger(count)) return count;
  throw new InputError(
    `--print with --shard ${JSON.stringify(flag)}: the file itself says to each process which shard it is`,
    'give the count alone, as in --shard /8',
  );
}
