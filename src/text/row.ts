import { parse } from 'lossless-json';
import { InputError } from '../errors.ts';

/** One JSON object. */
export type JsonObject = Record<string, unknown>;

/** One object of a file that may hold a text. */
export interface Row {
  object: JsonObject;
  /** What errors call its place, as `a.jsonl, line 3`. */
  where: string;
  /** The object as it is written, where it is written in JSON. */
  json?: string;
}

const MOST_NAMES = 20;

/**
 * The text that a field of a row holds; null is an empty one. `a.b` is the key `a.b`, else `b` of what `a` holds: an
 * object, or a list, whose places count from 0.
 * @throws InputError that names the fields there are, where this one is missing or not a string.
 */
export function textIn(row: Row, field: string): string {
  const { value, among, path } = find(row.object, field);
  if (typeof value === 'string') return value;
  if (value === null) return '';
  const what = value === undefined ? `no field "${field}"` : `field "${field}" is not a string`;
  throw new InputError(
    `${row.where}: ${what}`,
    `choose one with --field NAME; fields there: ${fieldNames(Object.keys(among), path)}`,
  );
}

/** Names of fields for an error, each with the path that leads to it. */
export function fieldNames(names: readonly string[], path = ''): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => path + name);
  if (names.length > MOST_NAMES) shown.push(`and ${names.length - MOST_NAMES} more`);
  return shown.join(', ') || 'none';
}

interface Found {
  value: unknown;
  /** The innermost object that the way leads to, and that way. */
  among: object;
  path: string;
}

function find(among: object, field: string, path = ''): Found {
  if (Object.hasOwn(among, field)) return { value: (among as JsonObject)[field], among, path };
  const dot = field.indexOf('.');
  const key = field.slice(0, dot);
  const next = dot > 0 && Object.hasOwn(among, key) ? (among as JsonObject)[key] : undefined;
  if (typeof next !== 'object') return { value: undefined, among, path };
  if (next === null) return { value: null, among, path };
  return find(next, field.slice(dot + 1), `${path}${key}.`);
}

/**
 * `context` and `label` of a row, where it has them and the text is not one of them: a string, a number as it is written
 * there (JavaScript has no number for 12345678901234567890), true or false. null is none.
 * @param field the one that holds the text
 */
export function annotations(row: Row, field?: string): { context?: string; label?: string } {
  const found: { context?: string; label?: string } = {};
  for (const key of ['context', 'label'] as const) {
    const value = key === field ? undefined : row.object[key];
    if (typeof value === 'number' && row.json !== undefined) found[key] = asWritten(row.json, key, row.where);
    else if (['string', 'number', 'bigint', 'boolean'].includes(typeof value)) found[key] = String(value);
  }
  return found;
}

/** Whether a row has a `context` or `label` that `annotations` leaves out: a list or an object. */
export function hasNested({ object }: Row, field?: string): boolean {
  return ['context', 'label'].some(
    (key) => key !== field && typeof object[key] === 'object' && object[key] !== null,
  );
}

function asWritten(json: string, key: string, where: string): string {
  const options = { parseNumber: (digits: string) => digits, onDuplicateKey: lastOne };
  try {
    return (parse(json, null, options) as Record<string, string>)[key]!;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new InputError(`${where}: lists and objects are nested too deep`, 'give flatter objects', cause);
  }
}

/** As JSON.parse does. */
function lastOne({ newValue }: { newValue: unknown }): unknown {
  return newValue;
}
