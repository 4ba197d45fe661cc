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
  const hint = 'A .jsonl file holds one JSON object per line.';
  let value: unknown;
  try {
    value = JSON.parse(line.content);
  } catch (cause) {
    throw new InputError(`${where}: not JSON`, hint, cause);
  }
  if (!isObject(value)) throw new InputError(`${where}: not a JSON object`, hint);
  return value;
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
  throw new InputError(`${where}: ${what}`, `Choose one with --field NAME. Fields there: ${fields}.`);
}

/** `context` and `label` of a line, where it has them; numbers and booleans become strings. */
export function annotations(row: JsonObject): { context?: string; label?: string } {
  const found: { context?: string; label?: string } = {};
  for (const key of ['context', 'label'] as const) {
    const value = row[key];
    if (['string', 'number', 'boolean'].includes(typeof value)) found[key] = String(value);
  }
  return found;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
