import { escapeHtml, sentenceHtml } from './escape.ts';
import { claimsAtAGlance, claimTitle } from './glance.ts';
import type { Fact, Report } from './report.ts';
import { sectionHtml } from './section.ts';
import { STYLE } from './style.ts';
import { verdictMeanings } from './verdict.ts';

/** The page may load nothing at all: the browser itself holds it to that. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * A report as one HTML file that needs nothing else: no network, script or font. Pieces of the page in order;
 * the same report gives the same bytes.
 * @throws Error where two sections or figures share an id, an id is not a plain name, or a number is not finite
 */
export function* reportHtml(report: Report): Generator<string> {
  checkIds(report.sections.flatMap(({ id, figures }) => [id, ...figures.map((figure) => figure.id)]));
  yield* head(report.title);
  yield '<header>\n';
  yield `<h1>${escapeHtml(report.title)}</h1>\n<p class="result">${sentenceHtml(report.result)}</p>\n`;
  yield '</header>\n<main>\n';
  yield* claimsSection(report);
  yield* factsSection(report.facts);
  yield* contents(report);
  for (const section of report.sections) yield* sectionHtml(section);
  yield '</main>\n</body>\n</html>\n';
}

function checkIds(ids: string[]): void {
  const seen = new Set(['claims', 'run']);
  for (const id of ids) {
    if (!/^[\w-]+$/.test(id) || seen.has(id)) throw new Error(`the id "${id}" is taken or no plain name`);
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

function* claimsSection({ findings, sections, lead }: Report): Generator<string> {
  yield '<section id="claims" aria-labelledby="claims-title">\n<h2 id="claims-title">The claims at a glance</h2>\n';
  yield* claimsAtAGlance(findings, sections);
  yield '<h3>What the verdicts mean</h3>\n';
  yield* verdictMeanings(findings);
  for (const paragraph of lead) yield `<p>${sentenceHtml(paragraph)}</p>\n`;
  yield '</section>\n';
}

function* factsSection(facts: readonly Fact[]): Generator<string> {
  yield '<section id="run" aria-labelledby="run-title">\n<h2 id="run-title">What was run</h2>\n<dl class="facts">\n';
  for (const { term, lines } of facts) {
    const said = lines.map((line) => `<dd>${sentenceHtml(line)}</dd>`).join('');
    yield `<div><dt>${escapeHtml(term)}</dt>${said}</div>\n`;
  }
  yield '</dl>\n</section>\n';
}

function* contents({ sections }: Report): Generator<string> {
  yield '<nav aria-label="Contents">\n<ol>\n';
  for (const { id, finding } of sections) yield `<li><a href="#${id}">${claimTitle(finding)}</a></li>\n`;
  yield '</ol>\n</nav>\n';
}
