import type { ReportTable } from '../../report/html/report.ts';
import type { Json, Row } from '../../report/result.ts';

/** What the report says of a figure; the drawing and its files are added when it is written. */
export interface Words {
  title: string;
  paragraphs: string[];
  caption?: string;
  /** Folded away. */
  table?: ReportTable;
}

/** A folded table: the columns by name, with the words that head them. */
export function folded(title: string, headings: Record<string, string>, rows: Row[]): ReportTable {
  return { title, columns: Object.entries(headings).map(([name, heading]) => ({ name, heading })), rows };
}

/** One entry of a result's summary. */
export type Summary = Record<string, Json>;

/** A number in a sentence. */
export function number(value: Json): string {
  return typeof value === 'number' ? value.toPrecision(3).replace('-', '−') : '–';
}
