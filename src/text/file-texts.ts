import { InputError } from '../errors.ts';
import {
  annotations,
  hasNested,
  isBlank,
  type JsonObject,
  jsonObjectIn,
  parseJsonLine,
  stringField,
} from './jsonl.ts';
import type { Line } from './lines.ts';
import type { TextFormat } from './source.ts';
import type { Text } from './text.ts';

/** What was found out while reading. */
export interface Findings {
  field?: string;
  warnings: string[];
}

/**
 * The texts of a file's lines: each line, or the field of the JSON object on it. Where the name of the file does not say
 * which, the first line that is not blank does: a JSON object begins JSONL.
 * @param file what errors call the place that the lines come from
 * @throws InputError where a line of JSONL is no object or lacks the field, or the first line is half a JSON value
 */
export async function* fileTexts(
  lines: AsyncIterable<Line>,
  file: string,
  source: { format?: TextFormat; field: string },
  findings: Findings,
): AsyncGenerator<Omit<Text, 'index'>> {
  let { format } = source;
  let held: Line[] = [];
  for await (const line of lines) {
    held.push(line);
    if (format === undefined && isBlank(line)) continue;
    format ??= formatOf(line, file);
    if (format === 'lines')
      yield* held.map(({ content, open }) => ({ text: content, ...(open && { open }) }));
    else for (const row of held) if (!isBlank(row)) yield jsonText(row, file, source.field, findings);
    held = [];
  }
}

function formatOf(line: Line, file: string): TextFormat {
  if (jsonObjectIn(line.content)) return 'jsonl';
  if (/^\s*(\{\s*("|$)|\[\s*([{"]|$))/.test(line.content))
    throw new InputError(
      `${file}, line ${line.number}: begins like JSON and is no whole object`,
      'give one JSON object a line, as jq -c does, or plain text in a .txt file',
    );
  return 'lines';
}

function jsonText(line: Line, file: string, field: string, findings: Findings): Omit<Text, 'index'> {
  const row: JsonObject = parseJsonLine(line, file);
  findings.field = field;
  if (hasNested(row) && findings.warnings.length === 0)
    findings.warnings.push(
      `${file}, line ${line.number}: a context or label that is a list or an object is left out`,
    );
  return { text: stringField(row, field, line, file), ...annotations(row, line) };
}
