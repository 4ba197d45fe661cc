import type { Finding, Report } from '../../report/html/report.ts';
import { claimsOf } from '../claims/claim.ts';
import { findings } from '../claims/found.ts';
import { verdictWords } from '../claims/verdict-words.ts';
import type { Reproduction } from '../reproduce.ts';
import { factsOf } from './facts.ts';
import { resultSentence } from './result.ts';
import { type Drawings, sectionsOf } from './sections.ts';

/** The report: the result, the claims at a glance, what was run, then claim by claim. */
export function reportOf(reproduction: Reproduction, drawings: Drawings): Report {
  const { claims, measured } = reproduction;
  const found = findings(claims).map(({ number, title, found: sentence }): Finding => {
    const verdicts = claimsOf(claims, number).map(verdictWords);
    return { number, title, verdicts, found: sentence };
  });
  return {
    title: 'The Information of Large Language Model Geometry, reproduced',
    result: `${resultSentence(claims, modelNames(reproduction))} The claims are those of arXiv 2402.03471.`,
    lead: [
      'Thresholds were fixed before anything was measured. Intervals are 95 %, by bootstrap over texts. “One more untrained” is the 95 % prediction interval for one more randomly initialised model of the same shape, from several of them: only what lies wholly beyond it can have come with training.',
    ],
    findings: found,
    facts: factsOf(measured),
    sections: sectionsOf(reproduction, found, drawings),
  };
}

function modelNames({ measured }: Reproduction): string[] {
  return [...new Set(measured.descriptions.map(({ model }) => String(model)))];
}
