import type { Json } from '../../../report/result.ts';

/** What a record may hold. Every number comes back with the bits it had; of a NaN outside typed arrays, only that it is one. */
export type RecordValue =
  | null
  | boolean
  | number
  | string
  | Float64Array
  | Float32Array
  | Int32Array
  | readonly RecordValue[]
  | { readonly [key: string]: RecordValue | undefined };

const ARRAYS = { $f64: Float64Array, $f32: Float32Array, $i32: Int32Array };

/**
 * A value as one line of JSON. What JSON lacks is an object with one key: typed arrays `{"$f64": base64}`, `$f32`, `$i32`
 * (little-endian, as every machine that this runs on has them in memory), and `{"$n": "-0"}`, `NaN`, `Infinity`,
 * `-Infinity`. A key of the value itself that begins with `$` gets another; properties that are undefined are dropped.
 * @throws TypeError for what no record may hold: undefined in a list, a function, an object of a class
 */
export function encodeValue(value: RecordValue): string {
  return JSON.stringify(toJson(value));
}

/**
 * The value that `encodeValue` made the text of.
 * @throws Error where the text is none of its own
 */
export function decodeValue(text: string): RecordValue {
  return fromJson(JSON.parse(text));
}

function toJson(value: RecordValue | undefined): Json {
  if (typeof value === 'number') return numberToJson(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return Array.from(value, toJson);
  for (const [tag, type] of Object.entries(ARRAYS))
    if (value instanceof type) return { [tag]: bytesOf(value).toString('base64') };
  if (!isPlain(value)) throw new TypeError(`no record may hold ${String(value)}`);
  const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(given.map(([key, inner]) => [escaped(key), toJson(inner)]));
}

function numberToJson(value: number): Json {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return { $n: value === 0 ? '-0' : String(value) };
}

function escaped(key: string): string {
  return key.startsWith('$') ? `$${key}` : key;
}

function bytesOf(array: Float64Array | Float32Array | Int32Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

function isPlain(value: unknown): value is { [key: string]: RecordValue | undefined } {
  if (typeof value !== 'object' || value === null) return false;
  return [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

function fromJson(json: Json): RecordValue {
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map(fromJson);
  const entries = Object.entries(json);
  if (entries.length === 1 && /^\$[a-z]/.test(entries[0][0])) return special(...entries[0]);
  return Object.fromEntries(entries.map(([key, inner]) => [key.replace(/^\$\$/, '$'), fromJson(inner)]));
}

function special(tag: string, content: Json): RecordValue {
  if (tag === '$n') return Number(content);
  const type = ARRAYS[tag as keyof typeof ARRAYS];
  if (!type || typeof content !== 'string') throw new Error(`no value of a record is tagged ${tag}`);
  return new type(Uint8Array.from(Buffer.from(content, 'base64')).buffer);
}
