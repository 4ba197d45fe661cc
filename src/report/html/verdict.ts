import { escapeHtml } from './escape.ts';
import type { ClaimRow } from './report.ts';

interface Verdict {
  /** A class of the page and a name in COLOURS. */
  kind: string;
  /** How the word of a row begins. */
  word: string;
  meaning: string;
  /** A shape of its own in 12 x 12 units, so that colour is not needed to tell verdicts apart. */
  path: string;
}

/** The verdicts of a claim, in the order in which they are counted. */
const VERDICTS: Verdict[] = [
  {
    kind: 'holds',
    word: 'holds',
    meaning:
      'the value meets the threshold, with all of its interval, and lies beyond what one more untrained model may give',
    path: 'M1.5 6.5L4.7 9.7L10.5 2.5',
  },
  {
    kind: 'fails',
    word: 'fails',
    meaning: 'the value misses the threshold, with all of its interval',
    path: 'M2 2L10 10M10 2L2 10',
  },
  {
    kind: 'construction',
    word: 'by construction',
    meaning: 'a theorem, true of any matrix: no model could have shown otherwise',
    path: 'M1.5 4H10.5M1.5 8H10.5',
  },
  {
    kind: 'untrained',
    word: 'also untrained',
    meaning:
      'the threshold is met, but one more randomly initialised model of the same shape may give as much',
    path: 'M6 1.4a4.6 4.6 0 1 0 0 9.2a4.6 4.6 0 1 0 0-9.2z',
  },
  {
    kind: 'depends',
    word: 'depends on',
    meaning: 'true or not by a choice that the paper leaves open, or by the width of the model',
    path: 'M6 11V6.5L2 1.5M6 6.5L10 1.5',
  },
  {
    kind: 'undecided',
    word: 'undecided',
    meaning: 'the interval spans the threshold, or there is none: more texts are needed',
    path: 'M1 6H2.4M5.3 6H6.7M9.6 6H11',
  },
  {
    kind: 'undecided',
    word: 'needs three sizes',
    meaning: 'it is about how models of several sizes compare, and there are fewer than three',
    path: 'M1 6H2.4M5.3 6H6.7M9.6 6H11',
  },
];

/** What the style has to colour. */
export const VERDICT_KINDS = [...new Set(VERDICTS.map(({ kind }) => kind))];

/** The word of a verdict with its colour and shape. */
export function verdictHtml(word: string): string {
  const verdict = VERDICTS.find((candidate) => word.startsWith(candidate.word));
  if (!verdict) return `<b class="verdict">${escapeHtml(word)}</b>`;
  return `<b class="verdict ${verdict.kind}">${icon(verdict)}<span>${escapeHtml(word)}</span></b>`;
}

/** How many claims and settings there are, and how often each verdict was given. */
export function* verdictCounts(claims: ClaimRow[]): Generator<string> {
  const titles = new Set(claims.map(({ claim }) => claim));
  yield `<ul class="counts">\n<li>${titles.size} claims in ${claims.length} settings:</li>\n`;
  for (const { word, kind } of VERDICTS) {
    const count = claims.filter(({ verdict }) => verdict.startsWith(word)).length;
    if (count > 0) yield `<li class="${kind}">${verdictHtml(word)} <span>${count}</span></li>\n`;
  }
  yield '</ul>\n';
}

/** What each verdict means. */
export function* verdictMeanings(): Generator<string> {
  yield '<dl class="meanings">\n';
  for (const { word, kind, meaning } of VERDICTS) {
    const term = verdictHtml(kind === 'depends' ? `${word} …` : word);
    yield `<div><dt>${term}</dt><dd>${meaning}</dd></div>\n`;
  }
  yield '</dl>\n';
}

function icon({ path }: Verdict): string {
  return `<svg class="icon" viewBox="0 0 12 12" aria-hidden="true"><path d="${path}"/></svg>`;
}
