import { InputError } from '../errors.ts';
import type { Page } from '../report/plot/page.ts';
import type { Spec } from '../report/plot/spec.ts';
import type { Result } from '../report/result.ts';
import type { SavedKind } from './experiment.ts';
import { type AnyExperiment, EXPERIMENTS } from './index.ts';

const HINT = 'name a .csv, .json or .jsonl file as llmgeo wrote it';

/**
 * Draws a saved result as the command that made it would.
 * @param file where it comes from, for messages
 * @throws InputError where the result has no rows or is of no kind that has a figure
 */
export function figureOf(result: Result, file: string, page?: Page): Spec {
  if (result.rows.length === 0)
    throw new InputError(`${file}: has no rows`, 'there is nothing to draw in an empty result');
  const known = kindOf(result);
  if (known === undefined)
    throw new InputError(`${file}: its columns are of no result that has a figure`, HINT);
  checkColumns(result, known.kind, file);
  try {
    return known.experiment.figure(result, page);
  } catch (error) {
    throw new InputError(`${file}: its rows cannot be drawn, some are missing or changed`, HINT, error);
  }
}

/**
 * What the figure of a saved result lacks because the file holds no summary, as a CSV: a phrase, as "the UMAP of the
 * texts"; null where the figure is whole.
 */
export function notDrawn(result: Result): string | null {
  if (Object.keys(result.summary).length > 0) return null;
  return kindOf(result)?.kind.ofSummary?.(result) ?? null;
}

function kindOf({ columns }: Result): { experiment: AnyExperiment; kind: SavedKind } | undefined {
  const all = EXPERIMENTS.flatMap((experiment) => experiment.saved.map((kind) => ({ experiment, kind })));
  return all.find(({ kind }) => columns.includes(kind.mark));
}

function checkColumns({ columns, rows }: Result, { numbers, names }: SavedKind, file: string): void {
  const missing = [...names, ...numbers].filter((column) => !columns.includes(column));
  if (missing.length > 0) throw new InputError(`${file}: lacks the column ${missing.join(', ')}`, HINT);
  for (const [index, row] of rows.entries()) {
    const column = numbers.find((name) => typeof (row[name] ?? 0) !== 'number');
    if (column === undefined) continue;
    const value = JSON.stringify(row[column]);
    throw new InputError(`${file}: row ${index + 1}: ${column} ${value} is not a number`, HINT);
  }
}
