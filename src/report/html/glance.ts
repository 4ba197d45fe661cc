import { escapeHtml, sentenceHtml } from './escape.ts';
import { withSigns } from './numbers.ts';
import type { Finding, ReportSection } from './report.ts';
import { verdictHtml } from './verdict.ts';

/** Each claim in one row: the verdict, or how often each was given where settings differ, and what was found. */
export function* claimsAtAGlance(
  findings: readonly Finding[],
  sections: readonly ReportSection[],
): Generator<string> {
  yield '<table class="glance">\n<thead><tr>';
  for (const heading of ['Claim', 'Verdict', 'What was found']) yield `<th scope="col">${heading}</th>`;
  yield '</tr></thead>\n<tbody>\n';
  for (const finding of findings) {
    const id = sections.find((section) => section.finding.number === finding.number)?.id;
    const title = claimTitle(finding);
    const name = id === undefined ? title : `<a href="#${id}">${title}</a>`;
    yield `<tr><th scope="row">${name}</th><td class="word">${verdictsHtml(finding.verdicts)}</td>`;
    yield `<td>${foundHtml(finding.found)}</td></tr>\n`;
  }
  yield '</tbody>\n</table>\n';
}

/** A claim with its number set apart. */
export function claimTitle({ number, title }: Pick<Finding, 'number' | 'title'>): string {
  const capital = title.replace(/^\p{Ll}(?=\p{Ll}|\s)/u, (letter) => letter.toUpperCase());
  return `<span class="ordinal">${number}</span> <span>${escapeHtml(capital)}</span>`;
}

/** A sentence with numbers, whose minus signs and powers are printed as such. */
export function foundHtml(found: string): string {
  return sentenceHtml(withSigns(found)).replace(/\^([−-]?\d[\d.]*\d)/g, '<sup>$1</sup>');
}

/** The verdicts of a claim's settings, each with how often it was given where they differ. */
export function verdictsHtml(verdicts: readonly string[]): string {
  const words = [...new Set(verdicts)];
  if (words.length === 1) return verdictHtml(words[0]);
  return words
    .map((word) => {
      const count = verdicts.filter((verdict) => verdict === word).length;
      return `<span class="share">${verdictHtml(word)} <span>${count} of ${verdicts.length}</span></span>`;
    })
    .join(' ');
}
