import type { Json } from '../../../report/result.ts';

/** As much of a value as a line of a message can bear. */
const LONGEST = 60;
/** As many as a message can bear. */
const MOST_SHOWN = 5;

/**
 * In what two values differ, one phrase for each place: `options.eps was 0.1 and is 0.2`,
 * `models[1] was not given and is "nano-s"`, `the length of texts was 40 and is 41`. Empty where they are equal; the
 * order of keys is no difference.
 */
export function differences(was: Json, is: Json): string[] {
  return [...compare(was, is, '')];
}

/** In what two values differ, in a line for a message that says how many more there are; empty where they are equal. */
export function differencesInWords(was: Json, is: Json): string {
  const all = differences(was, is);
  const rest = all.length > MOST_SHOWN ? [`and ${all.length - MOST_SHOWN} more`] : [];
  return [...all.slice(0, MOST_SHOWN), ...rest].join('; ');
}

function* compare(was: Json | undefined, is: Json | undefined, path: string): Generator<string> {
  if (Array.isArray(was) && Array.isArray(is)) yield* compareLists(was, is, path);
  else if (isObject(was) && isObject(is)) {
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)]))
      yield* compare(own(was, key), own(is, key), path === '' ? key : `${path}.${key}`);
  } else if (was !== is) yield `${path || 'the value'} was ${shown(was)} and is ${shown(is)}`;
}

function* compareLists(was: Json[], is: Json[], path: string): Generator<string> {
  if (was.length !== is.length)
    yield `the length of ${path || 'the list'} was ${was.length} and is ${is.length}`;
  for (let i = 0; i < Math.max(was.length, is.length); i++) yield* compare(was[i], is[i], `${path}[${i}]`);
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: { [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function shown(value: Json | undefined): string {
  if (value === undefined) return 'not given';
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}...`;
}
