import type { Cell } from '../result.ts';
import { visibleToken } from '../visible.ts';
import { escapeHtml } from './escape.ts';
import type { ReportTable } from './report.ts';

/** In characters. */
const LONGEST_NAME = 24;

/** All numbers with all their digits, folded: the page may travel without the files beside it. */
export function* detailsTable({ title, columns, rows }: ReportTable): Generator<string> {
  yield `<details>\n<summary>${escapeHtml(title)}</summary>\n`;
  yield `<div class="scroll" role="region" aria-label="Table: ${escapeHtml(title)}" tabindex="0">`;
  yield '<table class="data">\n<thead><tr>';
  const kinds = columns.map(({ name }) => kindOf(rows.map((row) => row[name] ?? null)));
  const align = (index: number) => (kinds[index] === 'text' ? '' : ` class="${kinds[index]}"`);
  for (const [index, { heading }] of columns.entries())
    yield `<th scope="col"${align(index)}>${escapeHtml(heading)}</th>`;
  yield '</tr></thead>\n<tbody>\n';
  for (const row of rows) {
    const cells = columns.map(
      ({ name }, index) => `<td${align(index)}>${escapeHtml(shown(row[name] ?? null))}</td>`,
    );
    yield `<tr>${cells.join('')}</tr>\n`;
  }
  yield '</tbody>\n</table></div>\n</details>\n';
}

/** Names stay on one line; text may break. */
function kindOf(cells: Cell[]): 'number' | 'name' | 'text' {
  if (cells.every((cell) => typeof cell === 'number' || cell === null)) return 'number';
  return cells.every((cell) => String(cell).length <= LONGEST_NAME) ? 'name' : 'text';
}

function shown(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'number') return typeof value === 'string' ? visibleToken(value) : String(value);
  if (Number.isFinite(value)) return String(value).replace('-', '\u2212');
  throw new Error(`${value} in a report; what is undefined must be null`);
}
