import { InputError } from '../errors.ts';
import { type Format, formatOfExtension, formatResult, parseFormat } from './formats/format.ts';
import { metaJson } from './formats/json.ts';
import { type PlotTarget, resolvePlot } from './plot/target.ts';
import { checkResult, type Result } from './result.ts';
import { resolveTarget, type Target } from './target.ts';
import { type Write, writeAll } from './write.ts';

export interface OutputOptions {
  /** `--format` */
  format?: string;
  /** `-o` */
  output?: string;
  /** `--plot` */
  plot?: string;
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
}

/**
 * Checks where the output will go, before any slow work. Creates no folder.
 * @throws InputError where a place cannot be written or a format or extension is unknown
 */
export async function openOutput(options: OutputOptions): Promise<Output> {
  const target = options.output === undefined ? STDOUT : await resolveTarget(options.output, '-o');
  const format = chooseFormat(options.format, target, options.output ?? '');
  const output: Output = { format, target };
  if (target.kind === 'file' && format !== 'json') {
    output.meta = await resolveTarget(`${target.path}.meta.json`, '-o');
  }
  if (options.plot !== undefined) output.plot = [await resolvePlot(options.plot)];
  else refusePageFlags(options);
  if (target.kind === 'file' && output.plot?.[0].target.path === target.path) {
    throw new InputError(`-o and --plot both name ${options.plot}`, 'Give each its own file.');
  }
  return output;
}

/**
 * Writes a result where `openOutput` said. Regular files appear whole or not at all.
 * @throws LlmgeoError where a write fails; Error where the result holds NaN (see checkResult)
 */
export async function emit(result: Result, output: Output): Promise<void> {
  checkResult(result);
  const writes: Write[] = [{ target: output.target, content: formatResult(result, output.format) }];
  if (output.meta) writes.push({ target: output.meta, content: [metaJson(result.meta)] });
  await writeAll(writes);
}

/** Flags of a figure say nothing where none is drawn. */
function refusePageFlags({ width, title }: OutputOptions): void {
  const flag = width === undefined ? (title === false ? '--no-title' : null) : '--width';
  if (flag !== null) throw new InputError(`${flag} without --plot: there is no figure`, 'Add --plot FILE.');
}

const STDOUT: Target = { kind: 'stdout', path: '/dev/stdout' };

function chooseFormat(flag: string | undefined, target: Target, path: string): Format {
  if (flag !== undefined) return parseFormat(flag);
  const implied = formatOfExtension(path);
  if (implied) return implied;
  if (target.kind === 'stdout') return process.stdout.isTTY ? 'table' : 'csv';
  if (target.kind === 'stream') return 'csv';
  throw new InputError(
    `-o ${path}: the extension says no format`,
    'Use .csv, .json, .jsonl or .txt, or add --format.',
  );
}
