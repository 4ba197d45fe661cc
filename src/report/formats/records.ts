import type { Cell, Json } from '../result.ts';

/** One entry of a list in a summary, as the fit of one set of models. */
export type SummaryRecord = { [key: string]: Json };

/** A value that has a place in a line. */
type Value = Cell | Cell[];

/** One field of all records; null in those that lack it. */
export interface Field {
  /** The keys that lead to it. */
  path: string[];
  values: Value[];
}

/** Words that one still reads; of a longer list there is the size, and the rest is for json. */
const LONGEST_LIST = 20;

/** Whether a value is a list of records, which a terminal shows as a table. */
export function isRecords(value: Json): value is SummaryRecord[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => isRecord(entry));
}

/** Whether a value has keys of its own. */
export function isRecord(value: Json): value is SummaryRecord {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/**
 * The fields of records in order of appearance, nested ones by their path.
 * @returns also the paths whose values a terminal does not show whole: lists of records and long lists
 */
export function fieldsOf(records: readonly SummaryRecord[]): { fields: Field[]; shortened: string[] } {
  const found = new Map<string, Field>();
  const shortened = new Set<string>();
  for (const [index, record] of records.entries())
    for (const { path, value } of leaves(record, [])) {
      const key = path.join('.');
      if (Array.isArray(value) && (value.length > LONGEST_LIST || !isFlat(value))) shortened.add(key);
      if (Array.isArray(value) && !isFlat(value)) continue;
      const field = found.get(key) ?? { path, values: records.map(() => null) };
      field.values[index] = value;
      found.set(key, field);
    }
  const fields = [...found.values()].filter((field) => !isAbsentRecord(field, [...found.keys()]));
  return { fields, shortened: [...shortened] };
}

function* leaves(value: Json, path: string[]): Generator<{ path: string[]; value: Cell | Json[] }> {
  if (!isRecord(value)) yield { path, value };
  else for (const [key, inner] of Object.entries(value)) yield* leaves(inner, [...path, key]);
}

/** What is a record in some and null in others has fields enough. */
function isAbsentRecord({ path, values }: Field, keys: readonly string[]): boolean {
  const start = `${path.join('.')}.`;
  return values.every((value) => value === null) && keys.some((key) => key.startsWith(start));
}

function isFlat(values: readonly Json[]): values is Cell[] {
  return values.every((value) => value === null || typeof value !== 'object');
}

/** Whether all records have the same value. */
export function isConstant({ values }: Field): boolean {
  const first = JSON.stringify(values[0]);
  return values.every((value) => JSON.stringify(value) === first);
}

/** The last two keys of each path, or as many as tell it from the others. */
export function shortNames(fields: readonly Field[]): string[] {
  const ending = (path: readonly string[], keys: number) => path.slice(-keys).join('.');
  return fields.map(({ path }) => {
    let keys = 2;
    while (fields.filter((other) => ending(other.path, keys) === ending(path, keys)).length > 1) keys++;
    return ending(path, keys);
  });
}

/** A value in words: those of a list between spaces. */
export function inWords(value: Value, show: (value: Cell) => string): string {
  if (!Array.isArray(value)) return show(value);
  if (value.length === 0) return 'none';
  return value.length > LONGEST_LIST ? `${value.length} values` : value.map(show).join(' ');
}
