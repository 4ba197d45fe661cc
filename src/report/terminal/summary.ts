import type { Cell, Json } from '../result.ts';
import type { Page } from './page.ts';
import { recordLines } from './record-lines.ts';
import { inWords, isRecord, isRecords } from './records.ts';
import { shownAlone } from './shown.ts';
import { wrapped } from './text.ts';

/**
 * A summary as lines: `path.to.key: value`, and a small table for each list of records, set off by an empty line.
 * @param caption what was already said of all rows
 */
export function summaryLines(
  summary: Record<string, Json>,
  caption: Readonly<Record<string, Cell>>,
  page: Page,
): string[] {
  const lines: string[] = [];
  let afterRecords = false;
  for (const [path, value] of leaves(summary, '')) {
    const records = isRecords(value);
    if (lines.length > 0 && (records || afterRecords)) lines.push('');
    if (records) lines.push(...recordLines(path, value, caption, page));
    else {
      const said = shownAlone(inWords(value as Cell | Cell[], page), page);
      lines.push(...wrapped(`${path}: ${said}`, page.width, '  '));
    }
    afterRecords = records;
  }
  return lines;
}

function* leaves(value: Json, path: string): Generator<[path: string, value: Json]> {
  const isMixed = Array.isArray(value) && !isRecords(value) && value.some(isNested);
  if (!isRecord(value) && !isMixed) yield [path, value];
  else for (const [key, inner] of Object.entries(value)) yield* leaves(inner, path ? `${path}.${key}` : key);
}

function isNested(value: Json): boolean {
  return value !== null && typeof value === 'object';
}
