import { InputError } from '../../errors.ts';
import { ACTIVATIONS } from '../graph/activations.ts';

/** config.json as parsed. A key that is null is there: transformers does not take null for a default. */
export type ConfigJson = Record<string, unknown>;

/** The error of a value that config.json should not hold. */
export function bad(key: string, found: unknown, expected: string): InputError {
  return new InputError(
    `config.json: ${key} is ${JSON.stringify(found) ?? 'missing'}, expected ${expected}`,
    'check that config.json belongs to the checkpoint; llmgeo refuses what it would compute wrongly',
  );
}

/** @throws InputError for anything but a number above 0 */
export function positive(value: unknown, key: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0)
    throw bad(key, value, 'a positive number');
  return value;
}

/** The value of a key, or what an absent key means. */
export function orAbsent(value: unknown, absent: unknown): unknown {
  return value === undefined ? absent : value;
}

/** Far beyond any checkpoint; it keeps a lying config.json from filling the memory with tables and names. */
const LARGEST_COUNT = 2 ** 20;

/** @throws InputError for what is no whole number from 1 */
export function count(json: ConfigJson, key: string, absent: number): number {
  const value = orAbsent(json[key], absent);
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1 || value > LARGEST_COUNT)
    throw bad(key, value, `a whole number from 1 to ${LARGEST_COUNT}`);
  return value;
}

/** @throws InputError for anything but true, false or an absent key */
export function flag(json: ConfigJson, key: string, absent: boolean): boolean {
  const value = orAbsent(json[key], absent);
  if (typeof value !== 'boolean') throw bad(key, value, 'true or false');
  return value;
}

/** A name of `ACTIVATIONS`. @throws InputError for any other */
export function activation(json: ConfigJson, key: string, absent: string): string {
  const name = orAbsent(json[key], absent);
  if (typeof name === 'string' && Object.hasOwn(ACTIVATIONS, name)) return name;
  throw bad(key, name, `one of ${Object.keys(ACTIVATIONS).join(', ')}`);
}

/** @throws InputError where the states cannot be shared out among so many heads */
export function checkHeads(key: string, heads: number, widthKey: string, hidden: number): void {
  if (hidden % heads !== 0) throw bad(key, heads, `a divisor of ${widthKey} ${hidden}`);
}
