/** A value as JSON knows it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** One value of a row. `null` stands for "undefined here" (the entropy of one token): never NaN. */
export type Cell = string | number | boolean | null;

/** One row of a result, by column name. */
export type Row = Record<string, Cell>;

/**
 * What a command found, before any format is chosen.
 * `columns` decides which values of a row leave and in which order; a row that lacks one has null there.
 * `meta` names all that decides the numbers and holds no time, host name or output path.
 */
export interface Result {
  meta: Record<string, Json>;
  columns: string[];
  rows: Row[];
  summary: Record<string, Json>;
}

/**
 * Refuses NaN and infinities anywhere in a result, so that none reaches a file.
 * A metric gives null where it is undefined: a NaN here is a defect of the program, not of the input.
 * @throws Error naming the column and row, or the key of `meta` or `summary`
 */
export function checkResult(result: Result): void {
  result.rows.forEach((row, index) => {
    for (const column of result.columns) refuseNonFinite(row[column], `column "${column}", row ${index}`);
  });
  refuseNonFiniteInside(result.meta, 'meta');
  refuseNonFiniteInside(result.summary, 'summary');
}

function refuseNonFiniteInside(value: Json, where: string): void {
  refuseNonFinite(value, where);
  if (value === null || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) refuseNonFiniteInside(inner, `${where}.${key}`);
}

function refuseNonFinite(value: Json | undefined, where: string): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new Error(`${value} in ${where}; a metric must give null where it is undefined`);
  }
}
