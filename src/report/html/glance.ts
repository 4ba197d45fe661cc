import { claimAnchor, claimsIn, claimTitle } from './claims-table.ts';
import type { ClaimRow } from './report.ts';
import { verdictHtml } from './verdict.ts';

/** Each claim in one line: its verdict, or how often each verdict was given where its settings differ. */
export function* claimsAtAGlance(claims: ClaimRow[]): Generator<string> {
  yield '<table class="glance">\n<thead><tr><th scope="col">Claim</th><th scope="col">Verdict</th></tr></thead>\n<tbody>\n';
  for (const [index, claim] of claimsIn(claims).entries()) {
    const rows = claims.filter((row) => row.claim === claim);
    const link = `<a href="#${claimAnchor(index)}">${claimTitle(claim)}</a>`;
    yield `<tr><th scope="row">${link}</th><td>${verdictsOf(rows)}</td></tr>\n`;
  }
  yield '</tbody>\n</table>\n';
}

function verdictsOf(rows: readonly ClaimRow[]): string {
  const words = [...new Set(rows.map(({ verdict }) => verdict))];
  if (words.length === 1) return verdictHtml(words[0]!);
  return words
    .map((word) => {
      const count = rows.filter(({ verdict }) => verdict === word).length;
      return `<span class="share">${verdictHtml(word)} <span>${count} of ${rows.length}</span></span>`;
    })
    .join(' ');
}
