import { compareTable, formula } from './compare-table.ts';
import { detailsTable } from './details-table.ts';
import { escapeHtml, sentenceHtml } from './escape.ts';
import { figureHtml } from './figure.ts';
import { claimTitle, foundHtml, verdictsHtml } from './glance.ts';
import { sentenceFigure } from './marked-sentence.ts';
import type { ReportSection } from './report.ts';

/** One claim: what was found, in a sentence, a figure and a compact table; every number behind a fold. */
export function* sectionHtml(section: ReportSection): Generator<string> {
  const { id, finding, paragraphs, figures, see, sentences, thresholds, comparison, details } = section;
  yield `<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${claimTitle(finding)}</h2>\n`;
  yield `<p class="found">${verdictsHtml(finding.verdicts)} ${foundHtml(finding.found)}</p>\n`;
  for (const paragraph of paragraphs) yield `<p>${sentenceHtml(paragraph)}</p>\n`;
  if (see.length > 0) yield `<p>${see.map(figureLink).join(', ')}</p>\n`;
  if (sentences.length > 0) yield* sentenceFigure(sentences);
  for (const figure of figures) yield* figureHtml(figure);
  if (thresholds.length > 0)
    yield `<p class="threshold">What decides: ${thresholds.map(formula).join('.<br>')}.</p>\n`;
  if (comparison && comparison.groups.length > 0) yield* compareTable(finding.title, comparison);
  for (const table of details) yield* detailsTable(table);
  yield '</section>\n';
}

function figureLink({ id, title }: { id: string; title: string }): string {
  return `<a href="#${id}">${escapeHtml(title)}</a>`;
}
