import type { Json } from '../result.ts';

/**
 * JSON for a file that lists many things: the entries of a top-level list or object each take one line, so that
 * it can be read and compared line by line, whatever its length.
 */
export function* markerJson(content: Record<string, Json>): Generator<string> {
  let separator = '{';
  for (const [key, value] of Object.entries(content)) {
    yield `${separator}\n  ${JSON.stringify(key)}: `;
    separator = ',';
    if (typeof value === 'object' && value !== null) yield* entryLines(value);
    else yield JSON.stringify(value);
  }
  yield separator === '{' ? '{}\n' : '\n}\n';
}

function* entryLines(value: Json[] | { [key: string]: Json }): Generator<string> {
  const isList = Array.isArray(value);
  yield isList ? '[' : '{';
  let separator = '\n';
  for (const [key, entry] of Object.entries(value)) {
    yield `${separator}    ${isList ? '' : `${JSON.stringify(key)}: `}${JSON.stringify(entry)}`;
    separator = ',\n';
  }
  yield `${separator === '\n' ? '' : '\n  '}${isList ? ']' : '}'}`;
}
