import type { Cell } from '../result.ts';
import { visibleToken } from '../visible.ts';
import { escapeHtml } from './escape.ts';
import { shownNumber } from './numbers.ts';
import type { ReportTable } from './report.ts';

/** A longer table is folded. */
const MOST_ROWS = 12;
/** In characters. */
const LONGEST_NAME = 24;

/** The numbers of a figure, to read; the files beside the report hold all digits. */
export function* dataTable(title: string, table: ReportTable): Generator<string> {
  const folded = table.rows.length > MOST_ROWS;
  if (folded) yield `<details>\n<summary>Table of ${table.rows.length} rows</summary>\n`;
  yield `<div class="scroll" role="region" aria-label="Table: ${escapeHtml(title)}" tabindex="0">`;
  yield '<table class="data">\n<thead><tr>';
  const kinds = table.columns.map((column) => kindOf(table.rows.map((row) => row[column] ?? null)));
  const align = (index: number) => (kinds[index] === 'text' ? '' : ` class="${kinds[index]}"`);
  for (const [index, column] of table.columns.entries()) {
    yield `<th scope="col"${align(index)}>${escapeHtml(column).replaceAll('_', '_<wbr>')}</th>`;
  }
  yield '</tr></thead>\n<tbody>\n';
  for (const row of table.rows) {
    const cells = table.columns.map(
      (column, index) => `<td${align(index)}>${escapeHtml(shown(row[column] ?? null))}</td>`,
    );
    yield `<tr>${cells.join('')}</tr>\n`;
  }
  yield '</tbody>\n</table></div>\n';
  if (folded) yield '</details>\n';
}

/** Names stay on one line; text may break. */
function kindOf(cells: Cell[]): 'number' | 'name' | 'text' {
  if (cells.every((cell) => typeof cell === 'number' || cell === null)) return 'number';
  return cells.every((cell) => String(cell).length <= LONGEST_NAME) ? 'name' : 'text';
}

function shown(value: Cell): string {
  if (value === null) return '–';
  if (typeof value === 'number') return shownNumber(value);
  return typeof value === 'string' ? visibleToken(value) : String(value);
}
