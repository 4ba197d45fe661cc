import { escapeHtml } from './escape.ts';
import { shownEstimate, withSigns } from './numbers.ts';
import type { ClaimRow } from './report.ts';
import { verdictHtml } from './verdict.ts';

interface Column {
  title: string;
  /** Its class, and its name in front of the value where the row is a card. */
  name: string;
  label: string;
  html(row: ClaimRow): string;
}

/** What stands after the quantity, which names the row. */
const COLUMNS: Column[] = [
  { title: 'Value [95 % interval]', name: 'value', label: 'Value', html: estimate },
  { title: 'Threshold', name: 'threshold', label: 'Threshold', html: (row) => formula(row.threshold) },
  { title: 'Untrained models', name: 'control', label: 'Untrained', html: (row) => formula(row.control) },
  { title: 'Verdict', name: 'word', label: 'Verdict', html: (row) => verdictHtml(row.verdict) },
  { title: 'Models and data', name: 'on', label: 'On', html: modelsAndData },
];

/** The claims as a table: one group of rows per claim under its title. On a narrow screen each row is a card. */
export function* claimsTable(claims: ClaimRow[]): Generator<string> {
  yield '<table class="claims">\n<thead><tr><th scope="col">Quantity</th>';
  for (const { title, name } of COLUMNS) yield `<th scope="col" class="${name}">${title}</th>`;
  yield '</tr></thead>\n';
  for (const [index, claim] of claimsIn(claims).entries()) {
    yield `<tbody id="${claimAnchor(index)}">\n<tr class="group"><th scope="rowgroup" colspan="${COLUMNS.length + 1}">`;
    yield `${claimTitle(claim)}</th></tr>\n`;
    for (const row of claims) if (row.claim === claim) yield claimRow(row);
    yield '</tbody>\n';
  }
  yield '</table>\n';
}

/** The different claims, in order. */
export function claimsIn(rows: readonly ClaimRow[]): string[] {
  return [...new Set(rows.map(({ claim }) => claim))];
}

/** The id of a claim's group of rows, by its place in `claimsIn`. */
export function claimAnchor(index: number): string {
  return `claim-${index + 1}`;
}

/** A claim with its number set apart. */
export function claimTitle(claim: string): string {
  const [, number, title] = /^(\d+) +(.+)$/s.exec(claim) ?? [];
  if (number === undefined) return escapeHtml(claim);
  const capital = title!.replace(/^\p{Ll}(?=\p{Ll}|\s)/u, (letter) => letter.toUpperCase());
  return `<span class="ordinal">${number}</span> <span>${escapeHtml(capital)}</span>`;
}

function claimRow(row: ClaimRow): string {
  const cells = COLUMNS.map(
    ({ name, label, html }) => `<td class="${name}" data-label="${label}">${html(row)}</td>`,
  );
  return `<tr><th scope="row">${formula(row.quantity)}</th>${cells.join('')}</tr>\n`;
}

function estimate({ value, low, high }: ClaimRow): string {
  const shown = shownEstimate(value, low, high);
  if (shown.interval === null) return shown.value;
  return `<span>${shown.value} <span class="interval">${shown.interval}</span></span>`;
}

/** Text with numbers and relations: no line ends before or after a sign such as "=". */
function formula(text: string): string {
  return escapeHtml(withSigns(text)).replace(/ ?(=|&lt;|&gt;|[≤≥±]) /g, (signs) =>
    signs.replaceAll(' ', '&nbsp;'),
  );
}

/** A name is not split at its hyphens unless it is wider than the column. */
function modelsAndData({ models, data }: ClaimRow): string {
  const names = models.split(', ').map((name) => `<span class="name">${escapeHtml(name)}</span>`);
  const lines = [models === '' ? '' : names.join(', '), escapeHtml(data)];
  return `<span>${lines.filter((line) => line !== '').join('<br>')}</span>`;
}
