import { realpath } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import { type Format, formatOfExtension, formatResult, parseFormat } from '../report/formats/format.ts';
import { metaJson } from '../report/formats/json.ts';
import { checkResult, type Result } from '../report/result.ts';
import type { Answering } from '../report/terminal/answer.ts';
import { pageOf } from '../report/terminal/page.ts';
import { type PlotTarget, resolvePlot } from './plot-target.ts';
import { stdoutClosed } from './stdout.ts';
import { note } from './talk.ts';
import { resolveTarget, STDOUT, type Target } from './target.ts';
import { type Write, writeAll } from './write.ts';

export interface OutputOptions {
  /** `--format` */
  format?: string;
  /** `-o` */
  output?: string;
  /** `--plot` */
  plot?: readonly string[];
  /** `--all`: every row on a terminal too. */
  all?: boolean;
  /** `--file`, `--ids` and `--dataset`: what is read is never written over. */
  file?: readonly string[];
  ids?: readonly string[];
  dataset?: string;
  /** `--width` */
  width?: number;
  /** `--no-title` */
  title?: boolean;
}

/** Where a result will go, checked to be possible. */
export interface Output {
  format: Format;
  target: Target;
  /** Beside a regular file of csv, jsonl or table: `FILE.meta.json`. Json carries its meta inside. */
  meta?: Target;
  plot?: PlotTarget[];
  /** Whether a terminal shows all rows. */
  all?: boolean;
}

/**
 * Checks where the output will go, before any slow work. Creates no folder.
 * @throws InputError where a place cannot be written or a format or extension is unknown
 */
export async function openOutput(options: OutputOptions): Promise<Output> {
  const target = options.output === undefined ? STDOUT : await resolveTarget(options.output, '-o');
  const plots = await Promise.all((options.plot ?? []).map((path) => resolvePlot(path)));
  refuseSharedPlaces([target, ...plots.map((plot) => plot.target)]);
  const format = chooseFormat(options.format, target, options.output ?? '');
  const output: Output = { format, target };
  if (options.all) output.all = true;
  if (target.kind === 'file' && format !== 'json') {
    output.meta = await resolveTarget(`${target.path}.meta.json`, '-o');
  }
  if (plots.length > 0) output.plot = plots;
  else refusePageFlags(options);
  await refuseInputs(options, [target, output.meta, ...plots.map((plot) => plot.target)]);
  return output;
}

/**
 * Writes a result where `openOutput` said. Regular files appear whole or not at all.
 * @param answer what it comes to, above the rows of a table
 * @throws LlmgeoError where a write fails; Error where the result holds NaN (see checkResult)
 */
export async function emit(result: Result, output: Output, answer?: Answering): Promise<void> {
  checkResult(result);
  const { target, format, all } = output;
  const page = pageOf(target.kind === 'stdout' ? process.stdout : null, process.env, all);
  const writes: Write[] = [{ target, content: formatResult(result, format, { page, answer }) }];
  if (output.meta) writes.push({ target: output.meta, content: [metaJson(result)] });
  await writeAll(writes);
  if (losesSummary(result, output) && !stdoutClosed())
    note(`a summary was left out, which ${output.format} has no place for: add --format json, or -o FILE`);
}

/** Flags of a figure say nothing where none is drawn. */
function refusePageFlags({ width, title }: OutputOptions): void {
  const flag = width === undefined ? (title === false ? '--no-title' : null) : '--width';
  if (flag !== null) throw new InputError(`${flag} without --plot: there is no figure`, 'add --plot FILE');
}

function losesSummary({ summary }: Result, { format, meta }: Output): boolean {
  return meta === undefined && format !== 'json' && format !== 'table' && Object.keys(summary).length > 0;
}

async function refuseInputs(
  { file = [], ids = [], dataset = '' }: OutputOptions,
  targets: (Target | undefined)[],
): Promise<void> {
  for (const input of [...file, ...ids, dataset]) {
    const path = await realpath(input).catch(() => undefined);
    if (targets.some((target) => target?.kind === 'file' && target.path === path))
      throw new InputError(`the output would be written over its input ${input}`, 'give it another place');
  }
}

/** Several things in one file, or one after the other on stdout, are none of them. */
function refuseSharedPlaces(targets: Target[]): void {
  const places = targets.map(({ kind, path }) => (kind === 'stdout' ? 'stdout' : path));
  const shared = places.find((place, i) => places.indexOf(place) < i);
  if (shared === undefined) return;
  const what = shared === places[0] ? '-o and --plot both go' : 'two plots go';
  throw new InputError(`${what} to ${shared}`, 'give each its own place, as -o FILE or --plot FILE');
}

function chooseFormat(flag: string | undefined, target: Target, path: string): Format {
  if (flag !== undefined) return parseFormat(flag);
  const implied = formatOfExtension(path);
  if (implied) return implied;
  if (target.kind === 'stdout') return process.stdout.isTTY ? 'table' : 'csv';
  if (target.kind === 'stream') return 'csv';
  throw new InputError(
    `-o ${path}: the extension says no format`,
    'use .csv, .json, .jsonl or .txt, or add --format',
  );
}
