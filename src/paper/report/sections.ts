import type { Finding, ReportFigure, ReportSection } from '../../report/html/report.ts';
import { claimsOf } from '../claims/claim.ts';
import type { FigureName } from '../figures.ts';
import type { Reproduction } from '../reproduce.ts';
import { comparisonOf } from './comparison.ts';
import { claimDetails } from './details.ts';
import { figureWords } from './figure-words.ts';
import { pickedSentences } from './sentences.ts';

/** A figure drawn for wide screens and for phones, and the files that hold it. */
export type Drawings = Record<FigureName, Pick<ReportFigure, 'wide' | 'narrow' | 'files'>>;

/** Where each figure stands: in the first claim that it shows, and named in the others. */
const FIGURES_OF: Record<number, FigureName[]> = {
  1: ['fig1', 'fig1-measured'],
  2: ['fig3'],
  3: ['fig3'],
  4: ['fig3'],
  5: ['fig3'],
  6: ['lasso'],
  7: ['fig4'],
  8: ['fig4'],
  9: ['fig5'],
  10: ['fig6'],
  11: [],
  12: [],
  13: ['theory'],
};

/** A section for each claim, in the paper's order. */
export function sectionsOf(
  reproduction: Reproduction,
  findings: readonly Finding[],
  drawings: Drawings,
): ReportSection[] {
  const words = figureWords(reproduction);
  const figureOf = (name: FigureName): ReportFigure => {
    const { title, caption } = words[name];
    return { id: name, title, caption, ...drawings[name] };
  };
  const shown = new Set<FigureName>();
  return findings.map((finding) => {
    const claims = claimsOf(reproduction.claims, finding.number);
    const names = FIGURES_OF[finding.number];
    const own = names.filter((name) => !shown.has(name));
    const others = names.filter((name) => shown.has(name));
    for (const name of own) shown.add(name);
    return {
      id: `claim-${finding.number}`,
      finding,
      paragraphs: own.flatMap((name) => words[name].paragraphs),
      figures: own.map(figureOf),
      see: others.map((name) => ({ id: name, title: words[name].title })),
      sentences: own.includes('lasso') ? pickedSentences(reproduction) : [],
      thresholds: [...new Set(claims.map(({ threshold }) => threshold))],
      comparison: comparisonOf(claims),
      details: [...claimDetails(claims), ...own.flatMap((name) => words[name].table ?? [])],
    };
  });
}
