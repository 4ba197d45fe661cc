import { InputError } from '../errors.ts';
import type { Line } from './lines.ts';
import type { JsonObject, Row } from './row.ts';

/**
 * The object that one line of a JSONL file, or one item of a JSON list, holds.
 * @param where what errors call its place
 * @throws InputError where the line is not JSON, or JSON but not an object.
 */
export function parseJsonLine({ content }: Line, where: string): Row {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    const hint = 'JSONL holds one JSON object a line: jq -c . makes it of JSON on several lines';
    throw new InputError(`${where}: not JSON`, hint, cause);
  }
  if (isObject(value)) return { object: value, where, json: content };
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

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
