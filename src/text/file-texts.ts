import { InputError } from '../errors.ts';
import { beginsList, listItems } from './json-list.ts';
import { isBlank, jsonObjectIn, parseJsonLine } from './jsonl.ts';
import { type Line, linesOf } from './lines.ts';
import { parquetRows } from './parquet.ts';
import { annotations, hasNested, type Row, textIn } from './row.ts';
import type { FileSource, TextFormat } from './source.ts';
import type { Text } from './text.ts';

/** What was found out while reading. */
export interface Findings {
  field?: string;
  warnings: string[];
}

/** How much of a file is wanted. */
export interface Wanted {
  /** Of a longer line no more is read. */
  mostBytes: number;
  /** Texts at most. */
  limit: number;
}

type Unnumbered = Omit<Text, 'index'>;

/**
 * The texts of a file: its lines, or a field of the objects that its lines, the items of a JSON list or the rows of
 * Parquet are; a list may be of strings too. Where the name of the file does not say which, its beginning does.
 * @param name what errors call the file
 * @param open opens it as text
 * @throws InputError where a line, item or row is no object or lacks the field, or the first line is half a JSON value
 */
export async function* fileTexts(
  source: FileSource,
  name: string,
  { mostBytes, limit }: Wanted,
  findings: Findings,
  open: () => AsyncIterable<Buffer>,
): AsyncGenerator<Unnumbered> {
  const { format, field } = source;
  if (format === 'parquet') {
    for await (const row of parquetRows(source.file, { field, limit })) yield rowText(row, field, findings);
    return;
  }
  if (format !== undefined && format !== 'json') {
    yield* lineTexts(linesOf(open(), name, mostBytes), name, { format, field }, findings);
    return;
  }
  const { isList, bytes } = await beginsList(open(), format === 'json');
  if (isList) yield* itemTexts(listItems(bytes, name), name, source, findings);
  else {
    const lines = format === 'json' ? 'jsonl' : undefined;
    yield* lineTexts(linesOf(bytes, name, mostBytes), name, { format: lines, field }, findings);
  }
}

/** Where nothing says what the lines are, the first one that is not blank does: a JSON object begins JSONL. */
async function* lineTexts(
  lines: AsyncIterable<Line>,
  name: string,
  source: { format?: TextFormat; field: string },
  findings: Findings,
): AsyncGenerator<Unnumbered> {
  let { format } = source;
  let held: Line[] = [];
  for await (const line of lines) {
    held.push(line);
    if (format === undefined && isBlank(line)) continue;
    format ??= formatOf(line, name);
    if (format === 'lines')
      yield* held.map(({ content, open }) => ({ text: content, ...(open && { open }) }));
    else
      for (const row of held)
        if (!isBlank(row))
          yield rowText(parseJsonLine(row, `${name}, line ${row.number}`), source.field, findings);
    held = [];
  }
}

function formatOf(line: Line, name: string): TextFormat {
  if (jsonObjectIn(line.content)) return 'jsonl';
  if (/^\s*(\{\s*("|$)|\[\s*([{"]|$))/.test(line.content))
    throw new InputError(
      `${name}, line ${line.number}: begins like JSON and is no whole object`,
      'give one JSON object a line, as jq -c does, or plain text in a .txt file',
    );
  return 'lines';
}

async function* itemTexts(
  items: AsyncIterable<Line>,
  name: string,
  { field, isFieldGiven }: FileSource,
  findings: Findings,
): AsyncGenerator<Unnumbered> {
  for await (const item of items) {
    const where = `${name}, item ${item.number}`;
    const string = isFieldGiven ? undefined : stringIn(item.content);
    if (string === undefined) yield rowText(parseJsonLine(item, where), field, findings);
    else yield { text: string };
  }
}

/** The string that JSON is, if it is one. */
function stringIn(json: string): string | undefined {
  try {
    return json.startsWith('"') ? (JSON.parse(json) as string) : undefined;
  } catch {
    return undefined;
  }
}

function rowText(row: Row, field: string, findings: Findings): Unnumbered {
  findings.field = field;
  if (hasNested(row, field) && findings.warnings.length === 0)
    findings.warnings.push(`${row.where}: a context or label that is a list or an object is left out`);
  return { text: textIn(row, field), ...annotations(row, field) };
}
