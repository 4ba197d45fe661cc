import { parse } from 'csv-parse/sync';

/**
 * The rows of a CSV text with one header line, by column name; null where a field is empty and not quoted.
 * @throws Error where a row has more or fewer fields than the header
 */
export function parseCsv(text: string): Record<string, string | null>[] {
  return parse<Record<string, string | null>>(text, {
    bom: true,
    columns: true,
    skip_empty_lines: true,
    cast: (field, { quoting }) => (field === '' && !quoting ? null : field),
  });
}
