import type { ReportSection } from '../../report/html/report.ts';
import type { Json } from '../../report/result.ts';

/** What the report says of a figure; the drawing and its files are added when it is written. */
export type Words = Pick<ReportSection, 'title' | 'paragraphs' | 'caption' | 'table'>;

/** One entry of a result's summary. */
export type Summary = Record<string, Json>;

/** A number in a sentence. */
export function number(value: Json): string {
  return typeof value === 'number' ? value.toPrecision(3).replace('-', '−') : '–';
}
