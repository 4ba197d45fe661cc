import type { Result } from '../result.ts';
import { rowLines } from './json.ts';

/** One row per line as JSON, without meta and summary. */
export function* toJsonl(result: Result): Generator<string> {
  for (const line of rowLines(result)) yield `${line}\n`;
}
