import { parse } from 'lossless-json';
import { InputError } from '../errors.ts';
import type { Line } from './lines.ts';

/** One JSON object of a JSONL file. */
export type JsonObject = Record<string, unknown>;

/**
 * The object that one line of a JSONL file holds.
 * @throws InputError where the line is not JSON, or JSON but not an object.
 */
export function parseJsonLine(line: Line, file: string): JsonObject {
  const where = `${file}, line ${line.number}`;
  let value: unknown;
  try {
    value = JSON.parse(line.content);
  } catch (cause) {
    const hint = 'JSONL holds one JSON object a line: jq -c . makes it of JSON on several lines';
    throw new InputError(`${where}: not JSON`, hint, cause);
  }
  if (isObject(value)) return value;
  const hint = 'JSONL holds one JSON object a line: jq -c ".[]" makes it of a list';
  throw new InputError(`${where}: not a JSON object`, hint);
}

/** Whether nothing but spaces of any kind, as pandas' reader strips them, stands on a line: JSONL passes over it. */
export function isBlank({ content }: Line): boolean {
  return /^[\s\u0085]*$/.test(content);
}

/** The JSON object that a text is, if it is one. */
export function jsonObjectIn(text: string): JsonObject | undefined {
  if (!/^\s*\{/.test(text) || !/\}\s*$/.test(text.slice(-100))) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The string that a field of a JSONL line holds.
 * @throws InputError that names the fields there are, where this one is missing or not a string.
 */
export function stringField(row: JsonObject, field: string, line: Line, file: string): string {
  const value = Object.hasOwn(row, field) ? row[field] : undefined;
  if (typeof value === 'string') return value;
  const where = `${file}, line ${line.number}`;
  const what = value === undefined ? `no field "${field}"` : `field "${field}" is not a string`;
  const fields = Object.keys(row).join(', ') || 'none';
  throw new InputError(`${where}: ${what}`, `choose one with --field NAME; fields there: ${fields}`);
}

/**
 * `context` and `label` of a line, where it has them: a string, a number as it is written there (JavaScript has no
 * number for 12345678901234567890), true or false. null is none.
 */
export function annotations(row: JsonObject, line: Line): { context?: string; label?: string } {
  const found: { context?: string; label?: string } = {};
  for (const key of ['context', 'label'] as const) {
    const value = row[key];
    if (typeof value === 'number') found[key] = asWritten(line, key);
    else if (typeof value === 'string' || typeof value === 'boolean') found[key] = String(value);
  }
  return found;
}

/** A number as the line has it. */
function asWritten({ content }: Line, key: string): string {
  const options = { parseNumber: (digits: string) => digits, onDuplicateKey: lastOne };
  return (parse(content, null, options) as Record<string, string>)[key]!;
}

/** As JSON.parse does. */
function lastOne({ newValue }: { newValue: unknown }): unknown {
  return newValue;
}

/** Whether a line has a `context` or `label` that `annotations` leaves out: a list or an object. */
export function hasNested(row: JsonObject): boolean {
  return [row.context, row.label].some((value) => typeof value === 'object' && value !== null);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
