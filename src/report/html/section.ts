import { dataTable } from './data-table.ts';
import { escapeHtml, fileLink, sentenceHtml } from './escape.ts';
import { figureHtml } from './figure.ts';
import type { ReportSection } from './report.ts';

/** One figure: what it shows in words, the drawing, its numbers and where they lie. */
export function* sectionHtml(section: ReportSection): Generator<string> {
  const { id, title, paragraphs, svg, caption, table, files } = section;
  yield `<section id="${id}">\n<h2>${escapeHtml(title)}</h2>\n`;
  for (const paragraph of paragraphs) yield `<p>${sentenceHtml(paragraph)}</p>\n`;
  if (svg) yield* figureHtml(id, title, svg, caption);
  if (table) yield* dataTable(title, table);
  if (files.length > 0) yield `<p class="files">Files: ${files.map(fileLink).join(', ')}</p>\n`;
  yield '</section>\n';
}
