import { InputError } from '../errors.ts';
import type { Page } from '../report/plot/page.ts';
import type { Spec } from '../report/plot/vega-lite.ts';
import type { Result } from '../report/result.ts';
import { distanceFigure, distanceOfSummary } from './distance/figure.ts';
import { embedFigure, embedOfSummary } from './embed/figure.ts';
import { entropyFigure, entropyOfSummary } from './entropy/figure.ts';
import { publishedEntropyFigure } from './entropy/figure-published.ts';
import { informationGainFigure } from './infogain/figure.ts';
import { lassoFigure } from './lasso/figure.ts';
import { theoryFigure } from './theory/figure.ts';

/** A kind of result that has a figure. */
interface Kind {
  /** A column that no other kind has. */
  mark: string;
  /** Columns without which there is nothing to draw; they hold numbers, or nothing. */
  numbers: string[];
  /** Those that hold names. */
  names: string[];
  draw(result: Result, page?: Page): Spec;
  /** What is drawn of the summary alone, in words; null where these rows have no such thing. */
  ofSummary?(result: Result): string | null;
}

const DISTANCE = { draw: distanceFigure, ofSummary: distanceOfSummary };

const KINDS: Kind[] = [
  {
    mark: 'gain',
    numbers: ['text', 'position', 'information_gain_per_dim', 'gain_per_dim'],
    names: ['model', 'token'],
    draw: (result, page) => informationGainFigure(result, 'token', page),
  },
  {
    mark: 'gain_per_dim_mean',
    numbers: ['length', 'texts', 'information_gain_per_dim_mean', 'gain_per_dim_mean'],
    names: ['model'],
    draw: (result, page) => informationGainFigure(result, 'length', page),
  },
  {
    mark: 'null_entropy_normalized',
    numbers: ['parameters', 'entropy_normalized', 'null_entropy_normalized'],
    names: ['family', 'dataset'],
    draw: publishedEntropyFigure,
  },
  {
    mark: 'effective_rank',
    numbers: ['text', 'tokens', 'entropy_normalized', 'entropy_ceiling', 'effective_rank'],
    names: ['model'],
    draw: entropyFigure,
    ofSummary: entropyOfSummary,
  },
  {
    mark: 'lasso_coefficient',
    numbers: ['text', 'target_position', 'position', 'lasso_coefficient', 'attention'],
    names: ['model', 'target', 'token', 'lasso_pick', 'attention_pick'],
    draw: lassoFigure,
  },
  {
    mark: 'pca_1',
    numbers: ['text', 'pca_1', 'pca_2', 'umap_1', 'umap_2'],
    names: ['model', 'vector'],
    draw: embedFigure,
    ofSummary: embedOfSummary,
  },
  { mark: 'distance', numbers: ['a', 'b', 'distance'], names: ['model', 'metric'], ...DISTANCE },
  // a column for every text
  { mark: 'metric', numbers: ['a'], names: ['model'], ...DISTANCE },
  { mark: 'theorem', numbers: ['alpha', 'predicted', 'measured'], names: ['quantity'], draw: theoryFigure },
];

const HINT = 'name a .csv, .json or .jsonl file as llmgeo wrote it';

/**
 * Draws a saved result as the command that made it would.
 * @param file where it comes from, for messages
 * @throws InputError where the result has no rows or is of no kind that has a figure
 */
export function figureOf(result: Result, file: string, page?: Page): Spec {
  if (result.rows.length === 0)
    throw new InputError(`${file}: has no rows`, 'there is nothing to draw in an empty result');
  const kind = kindOf(result);
  if (kind === undefined)
    throw new InputError(`${file}: its columns are of no result that has a figure`, HINT);
  checkColumns(result, kind, file);
  try {
    return kind.draw(result, page);
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
  return kindOf(result)?.ofSummary?.(result) ?? null;
}

function kindOf({ columns }: Result): Kind | undefined {
  return KINDS.find(({ mark }) => columns.includes(mark));
}

function checkColumns({ columns, rows }: Result, { numbers, names }: Kind, file: string): void {
  const missing = [...names, ...numbers].filter((column) => !columns.includes(column));
  if (missing.length > 0) throw new InputError(`${file}: lacks the column ${missing.join(', ')}`, HINT);
  for (const [index, row] of rows.entries()) {
    const column = numbers.find((name) => typeof (row[name] ?? 0) !== 'number');
    if (column === undefined) continue;
    const value = JSON.stringify(row[column]);
    throw new InputError(`${file}: row ${index + 1}: ${column} ${value} is not a number`, HINT);
  }
}
