import { visibleToken } from '../visible.ts';
import { escapeHtml } from './escape.ts';
import { foundHtml } from './glance.ts';
import type { MarkedSentence, MarkedToken } from './report.ts';

/** Sentences written out, the token that is explained and the picks of Lasso and of attention marked in them. */
export function* sentenceFigure(sentences: readonly MarkedSentence[]): Generator<string> {
  yield '<figure class="sentences">\n';
  for (const { title, tokens, notes } of sentences) {
    yield `<div class="sentence"><h3>${escapeHtml(title)}</h3>\n`;
    yield `<p class="marked">${tokens.map(tokenHtml).join('')}</p>\n`;
    for (const note of notes) yield `<p class="note">${foundHtml(note)}</p>\n`;
    yield '</div>\n';
  }
  yield `<figcaption>${LEGEND}</figcaption>\n</figure>\n`;
}

const LEGEND = [
  '<mark class="target">frame</mark> the token that is explained',
  '<mark class="lasso">line above</mark> picked by Lasso',
  '<mark class="attention">line below</mark> picked by attention',
  '<mark class="lasso attention">both</mark> picked by both',
].join(', &nbsp;');

/** Shape tells the marks apart, colour helps; what a mark says is read out too. */
function tokenHtml(token: MarkedToken): string {
  const { text, isTarget, lasso, attention } = token;
  const shown = escapeHtml(visibleWords(text));
  const kinds = [isTarget && 'target', lasso && 'lasso', attention && 'attention'].filter(Boolean);
  if (kinds.length === 0) return shown;
  const space = /^\s*/.exec(shown)![0];
  const said = kinds.map((kind) => MEANING[kind as keyof typeof MEANING]).join(', ');
  return `${space}<mark class="${kinds.join(' ')}">${shown.slice(space.length)}<span class="said"> (${said})</span></mark>`;
}

const MEANING = { target: 'explained', lasso: 'picked by Lasso', attention: 'picked by attention' };

/** A sentence keeps its spaces; a token that is nothing but spaces, or holds what cannot be seen, is written out. */
function visibleWords(text: string): string {
  return /^ ?[^\s\p{C}]+$/u.test(text) ? text : visibleToken(text);
}
