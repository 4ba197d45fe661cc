import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { DEVICES, type Device } from '../model/device.ts';
import { LARGEST_SEED } from '../random.ts';
import { FORMATS } from '../report/formats/format.ts';
import { pageWidth } from '../report/plot/page-width.ts';
import type { InputRequest } from '../run/input.ts';
import type { ModelRequest } from '../run/model-run.ts';
import { choice, wholeNumber } from './flag-values.ts';
import { GROUPS } from './help.ts';
import { addRunFlags, type RunFlags } from './run-flags.ts';

/** The flags that every command running a model has, as commander hands them over. */
export interface SharedFlags extends RunFlags {
  file?: string[];
  field?: string;
  dataset?: string;
  ids?: string[];
  limit?: number;
  maxTokens?: number;
  bos?: boolean;
  model?: string[];
  revision?: string[];
  layer: string[];
  device: Device | 'auto';
  threads?: number;
  format?: string;
  output?: string;
  plot?: string[];
  all?: boolean;
  /** Of the plot, in pixels. */
  width?: number;
  /** False: the plot has none. */
  title: boolean;
  control?: boolean;
  seed: number;
  offline?: boolean;
  quiet?: boolean;
  progress: boolean;
}

/** More threads than any machine this runs on has cores: a slip of the hand would start them all. */
const MOST_THREADS = 1024;

/** A value that stands for itself, of a flag that gathers several. */
function single(value: string): string[] {
  return [value];
}

/** A parser of names separated by commas, for the flag `name`. */
function namesOf(name: string): (value: string) => string[] {
  return (value) => {
    // a folder may have a comma in its name, with a name of the user's before it (410m=./a,b)
    const isPath = [value, value.slice(value.indexOf('=') + 1)].some((path) => existsSync(path));
    const parts = isPath ? [value] : value.split(',').map((part) => part.trim());
    if (!parts.includes('')) return parts;
    throw new InputError(
      `${name} ${JSON.stringify(value)} has an empty name in it`,
      value === '' ? 'give a name, or leave the flag out' : 'separate names by single commas',
    );
  };
}

/** Adds where the texts come from; `usual` says which are taken where none are given. */
export function addTextFlags(command: Command, usual: string): void {
  command
    .optionsGroup(GROUPS.texts)
    .argument('[texts...]', `texts; - reads stdin, one a line or JSONL (${usual})`)
    .option(
      '--file <file>',
      'texts from a file: one a line, JSONL, .json or .parquet; also .gz or .zst; or - (repeatable)',
      single,
    )
    .option(
      '--field <name>',
      'the field or column that holds the text: text, or a.b in a (text; of data sets their own)',
    )
    .option(
      '--dataset <name>',
      'hh-rlhf (its four parts), hh-rlhf/harmless-base (one) or dolly, downloaded once; or a local copy',
    )
    .option('--ids <ids>', 'token ids instead of text: 12,7,9, a JSONL file with "ids", or -', single)
    .option('-n, --limit <n>', 'the first n texts only', wholeNumber('--limit', 1))
    .option(
      '--max-tokens <n>',
      "cut each text at n tokens (the model's context)",
      wholeNumber('--max-tokens', 1),
    );
}

/** Adds `--bos`, for commands that run a model on texts of the user's choice. */
export function addBosFlag(command: Command): void {
  command.option('--bos', "begin each text with the tokenizer's bos token, where it puts none there itself");
}

/**
 * Adds which models run, and on what.
 * @param models what runs where none is named
 */
export function addModelFlags(command: Command, models = 'nano-l, embedded'): void {
  command
    .optionsGroup(GROUPS.models)
    .option(
      '-m, --model <model>',
      `short name, org/repo or folder, or NAME=one of these to call it so; repeat it or separate by commas (${models})`,
      namesOf('--model'),
    )
    .option(
      '--revision <revision>',
      'branch, tag or commit, as step1000; a comma list runs each',
      namesOf('--revision'),
    )
    .addOption(
      command
        .createOption('--layer <layers>', 'last, last-raw, a number, all, 0-5, or 0,6,12')
        .argParser((value) => value.split(','))
        .default(['last'], 'last'),
    )
    .addOption(
      choice(command, '--device <device>', `auto (the CPU), ${DEVICES.join(', ')}`, [
        'auto',
        ...DEVICES,
      ]).default('auto'),
    )
    .option(
      '--threads <n>',
      'threads of the CPU (one per physical core)',
      wholeNumber('--threads', 1, MOST_THREADS),
    )
    .option('--seed <n>', 'seed of what is random', wholeNumber('--seed', 0, LARGEST_SEED), 0)
    .option('--offline', 'never use the network');
}

/** Adds `--control`, for commands that run untrained models on request only. */
export function addControlFlag(command: Command): Command {
  return command.option('--control', 'also run an untrained model of the same shape');
}

/** Adds what every command says or keeps quiet. */
export function addTalkFlags(command: Command): Command {
  return command
    .optionsGroup(GROUPS.other)
    .option('-q, --quiet', 'no notes and no progress on stderr, warnings only')
    .option('-v, --verbose', 'with an error, print where it came from');
}

/** Adds `--no-progress`, for commands that may take long. */
export function addProgressFlag(command: Command): Command {
  return command.optionsGroup(GROUPS.other).option('--no-progress', 'no progress on stderr');
}

/** Adds where a result goes and in which format. */
export function addOutputFlags(command: Command): Command {
  // not `implies`, by which --json would be in conflict with itself
  command.on('option:json', () => {
    if (command.getOptionValueSource('format') === undefined)
      command.setOptionValueWithSource('format', 'json', 'default');
  });
  return command
    .optionsGroup(GROUPS.output)
    .addOption(
      choice(
        command,
        '-f, --format <format>',
        'table, csv, json or jsonl (table on a terminal, csv in a pipe, else by the ending of -o)',
        FORMATS,
      ),
    )
    .addOption(command.createOption('--json', 'the same as --format json').conflicts('format'))
    .option('-o, --output <file>', 'write to a file; - is stdout')
    .option('--all', 'every row in a table on a terminal, which shows 20');
}

/** Adds whether and how a result is drawn too. */
export function addPlotFlags(command: Command): Command {
  command.option(
    '--plot <file>',
    'draw the result too: .svg, .png, .pdf, or .vl.json for its specification (repeatable)',
    single,
  );
  return addPageFlags(command);
}

/** Adds how a figure is laid out. */
export function addPageFlags(command: Command): Command {
  return command
    .option('--width <width>', 'of the figure: 700 (pixels, 96 an inch), 8.5cm, 85mm or 3.3in', pageWidth)
    .option('--no-title', 'the figure without title and subtitle');
}

/** Adds the flags that every command running a model shares; `usual` as in `addTextFlags`. */
export function addSharedFlags(command: Command, usual: string): Command {
  addTextFlags(command, usual);
  addBosFlag(command);
  addModelFlags(command);
  addControlFlag(command);
  addPlotFlags(addOutputFlags(command));
  addRunFlags(command.optionsGroup(GROUPS.run));
  addProgressFlag(addTalkFlags(command));
  return command.optionsGroup(GROUPS.experiment);
}

/** Where the texts come from, as the flags say it. */
export function inputRequest(texts: string[], flags: SharedFlags): InputRequest {
  return { ...flags, texts, offline: flags.offline ?? false };
}

/** Which models run, as the flags say it. */
export function modelRequest(flags: SharedFlags): ModelRequest {
  return {
    ...flags,
    layer: flags.layer.join(','),
    models: flags.model ?? [],
    revisions: flags.revision ?? [],
    controlSeeds: flags.control ? [flags.seed] : [],
    offline: flags.offline ?? false,
  };
}

/** Whether progress is to be drawn. */
export function showsProgress({ progress, quiet }: Pick<SharedFlags, 'progress' | 'quiet'>): boolean {
  return progress && !quiet;
}
