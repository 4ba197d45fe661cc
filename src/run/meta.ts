import { toolName } from '../package.ts';
import type { Json, Result } from '../report/result.ts';

/** What every result says of itself: the tool, the command, every option that changes a number, texts and models. */
export function metaOf(
  command: string,
  options: Record<string, Json>,
  input: Json,
  models: Json[],
): Result['meta'] {
  return { tool: toolName(), command, options, input, models };
}
