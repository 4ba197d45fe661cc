import { parse } from 'csv-parse/sync';

/**
 * The rows of a CSV text with one header line, by column name.
 * @throws Error where a row has more or fewer fields than the header
 */
export function parseCsv(text: string): Record<string, string>[] {
  return parse(text, { columns: true, skip_empty_lines: true });
}
