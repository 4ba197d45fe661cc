import { claimsTable } from './claims-table.ts';
import { escapeHtml, sentenceHtml } from './escape.ts';
import { claimsAtAGlance } from './glance.ts';
import type { ClaimRow, Report } from './report.ts';
import { sectionHtml } from './section.ts';
import { STYLE } from './style.ts';
import { verdictCounts, verdictMeanings } from './verdict.ts';

/** The page may load nothing at all: the browser itself holds it to that. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * A report as one HTML file that needs nothing else: no network, script or font. Pieces of the page in order;
 * the same report gives the same bytes.
 * @throws Error where two sections share an id, an id is not a plain name, or a number is not finite
 */
export function* reportHtml(report: Report): Generator<string> {
  checkIds(report.sections.map(({ id }) => id));
  yield* head(report.title);
  yield '<header>\n';
  yield `<h1>${escapeHtml(report.title)}</h1>\n<p class="subtitle">${sentenceHtml(report.subtitle)}</p>\n`;
  for (const paragraph of report.lead) yield `<p>${sentenceHtml(paragraph)}</p>\n`;
  yield '</header>\n';
  yield* contents(report);
  yield '<main>\n';
  yield* claimsSection(report.claims);
  for (const section of report.sections) yield* sectionHtml(section);
  yield* notesSection(report.notes);
  yield '</main>\n</body>\n</html>\n';
}

function checkIds(ids: string[]): void {
  const seen = new Set(['claims', 'notes']);
  for (const id of ids) {
    if (!/^[\w-]+$/.test(id) || seen.has(id)) throw new Error(`section id "${id}" is taken or no plain name`);
    seen.add(id);
  }
}

function* head(title: string): Generator<string> {
  yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n';
  yield `<meta http-equiv="Content-Security-Policy" content="${POLICY}">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n';
  yield '<meta name="color-scheme" content="light dark">\n';
  yield `<title>${escapeHtml(title)}</title>\n`;
  // Without one, browsers ask the server for /favicon.ico.
  yield '<link rel="icon" href="data:,">\n';
  yield `<style>\n${STYLE}</style>\n</head>\n<body>\n`;
}

function* contents({ sections }: Report): Generator<string> {
  const entries = [['claims', 'Claims'], ...sections.map(({ id, title }) => [id, title])];
  yield '<nav aria-label="Contents">\n<ol>\n';
  for (const [id, title] of [...entries, ['notes', 'What was run']]) {
    yield `<li><a href="#${id}">${shortened(title!)}</a></li>\n`;
  }
  yield '</ol>\n</nav>\n';
}

/** On a narrow screen what follows the colon of "Fig 5: ..." is left out. */
function shortened(title: string): string {
  const [, name, rest] = /^(.+?)(: .*)$/s.exec(title) ?? [];
  if (name === undefined) return escapeHtml(title);
  return `${escapeHtml(name)}<span class="rest">${escapeHtml(rest!)}</span>`;
}

function* claimsSection(claims: ClaimRow[]): Generator<string> {
  yield '<section id="claims">\n<h2>Claims</h2>\n';
  yield* claimsAtAGlance(claims);
  yield '<h3>What decides each</h3>\n';
  yield* verdictCounts(claims);
  yield* claimsTable(claims);
  yield '<h3>What the verdicts mean</h3>\n';
  yield* verdictMeanings();
  yield '</section>\n';
}

function* notesSection(notes: string[]): Generator<string> {
  yield '<section id="notes">\n<h2>What was run</h2>\n<ul>\n';
  for (const note of notes) yield `<li>${sentenceHtml(note)}</li>\n`;
  yield '</ul>\n</section>\n';
}
