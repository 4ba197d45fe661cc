import type { Cell, Json } from '../result.ts';
import { columnStyle } from './columns.ts';
import type { Field } from './field.ts';
import type { Page } from './page.ts';
import { shownAlone } from './shown.ts';

/** One entry of a list in a summary, as the fit of one set of models. */
export type SummaryRecord = { [key: string]: Json };

/** A value that has a place in a line. */
type Value = Cell | Cell[];

/** Words that one still reads; of a longer list there is the size, and the rest is for json. */
const LONGEST_LIST = 20;

/** Whether a value is a list of records, which a terminal shows as a table. */
export function isRecords(value: Json | undefined): value is SummaryRecord[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => isRecord(entry));
}

/** Whether a value has keys of its own. */
export function isRecord(value: Json | undefined): value is SummaryRecord {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/**
 * The fields of records in order of appearance, nested ones by their path.
 * @returns also the paths whose values a terminal does not show whole: lists of records and long lists
 */
export function fieldsOf(
  records: readonly SummaryRecord[],
  page: Page,
): { fields: Field[]; shortened: string[] } {
  const found = new Map<string, { path: string[]; values: Value[] }>();
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
  const keys = [...found.keys()];
  const told = [...found.values()].filter(({ path, values }) => !isAbsentRecord(path, values, keys));
  const names = shortNames(told.map(({ path }) => path));
  const fields = told.map(({ path, values }, i) => {
    const style = columnStyle(path.at(-1)!);
    const heading = path.length === 1 ? style.heading : names[i];
    return {
      name: names[i],
      style: { ...style, heading },
      values: values.map((value) => inWords(value, page)),
    };
  });
  return { fields, shortened: [...shortened] };
}

function* leaves(value: Json, path: string[]): Generator<{ path: string[]; value: Cell | Json[] }> {
  if (!isRecord(value)) yield { path, value };
  else for (const [key, inner] of Object.entries(value)) yield* leaves(inner, [...path, key]);
}

/** What is a record in some and null in others has fields enough. */
function isAbsentRecord(path: string[], values: readonly Value[], keys: readonly string[]): boolean {
  const start = `${path.join('.')}.`;
  return values.every((value) => value === null) && keys.some((key) => key.startsWith(start));
}

function isFlat(values: readonly Json[]): values is Cell[] {
  return values.every((value) => value === null || typeof value !== 'object');
}

/** The last two keys of each path, or as many as tell it from the others. */
function shortNames(paths: readonly string[][]): string[] {
  const ending = (path: readonly string[], keys: number) => path.slice(-keys).join('.');
  return paths.map((path) => {
    let keys = 2;
    while (paths.filter((other) => ending(other, keys) === ending(path, keys)).length > 1) keys++;
    return ending(path, keys);
  });
}

/** A list in words; any other value as it is. */
export function inWords(value: Value, page: Page): Cell {
  if (!Array.isArray(value)) return value;
  if (value.length === 0) return 'none';
  if (value.length > LONGEST_LIST) return `${value.length} values`;
  return value.map((entry) => shownAlone(entry, page)).join(', ');
}
