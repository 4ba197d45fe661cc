import { escapeHtml } from './escape.ts';
import { shownEstimate, withSigns } from './numbers.ts';
import type { CompareCell, CompareRow, Comparison, Estimate } from './report.ts';
import { verdictHtml } from './verdict.ts';

/** Quantities of several models side by side: models as columns, rows in groups of one quantity in one setting. */
export function* compareTable(title: string, { models, groups }: Comparison): Generator<string> {
  yield `<div class="scroll" role="region" aria-label="Table: ${escapeHtml(title)}" tabindex="0">`;
  yield '<table class="compare">\n<thead><tr><td></td>';
  for (const model of models) yield `<th scope="col">${escapeHtml(model)}</th>`;
  yield '</tr></thead>\n';
  for (const group of groups) {
    yield `<tbody>\n<tr class="group"><th scope="rowgroup" colspan="${models.length + 1}">${formula(group.title)}</th></tr>\n`;
    for (const row of group.rows) yield rowHtml(row, models.length);
    yield '</tbody>\n';
  }
  yield '</table></div>\n';
}

function rowHtml({ name, spans, cells }: CompareRow, models: number): string {
  const span = spans && models > 1 ? ` colspan="${models}" class="together"` : '';
  const values = cells.map((cell) => `<td${span}>${cellHtml(cell)}</td>`).join('');
  return `<tr><th scope="row">${formula(name)}</th>${values}</tr>\n`;
}

function cellHtml(cell: CompareCell): string {
  if ('verdict' in cell) return verdictHtml(cell.verdict);
  return 'text' in cell ? formula(cell.text) : estimateHtml(cell.estimate);
}

function estimateHtml({ value, low = null, high = null }: Estimate): string {
  const shown = shownEstimate(value, low, high);
  if (shown.interval === null) return shown.value;
  return `${shown.value} <span class="interval">${shown.interval}</span>`;
}

/** Text with numbers and relations: no line ends before or after a sign such as "=". */
export function formula(text: string): string {
  return escapeHtml(withSigns(text)).replace(/ ?(=|&lt;|&gt;|[≤≥±]) /g, (signs) =>
    signs.replaceAll(' ', '&nbsp;'),
  );
}
