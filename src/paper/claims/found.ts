import { type Claim, claimsOf } from './claim.ts';
import {
  foundFalls,
  foundFallsLess,
  foundPicks,
  foundScaling,
  foundSlower,
  foundSteps,
} from './found-corpus.ts';
import { foundDistances, foundSeparation, foundVectors } from './found-prompts.ts';
import { foundExponents, foundTheorem41, foundTheoremA1 } from './found-theorems.ts';
import { CLAIM_NUMBERS, type Kind, STATEMENTS } from './statements.ts';
import { verdictWords } from './verdict-words.ts';

/** One claim at a glance. */
export interface Finding {
  number: number;
  title: string;
  kind: Kind;
  /** The verdict, or each of several with the number of settings that it was given in. */
  verdict: string;
  /** What was found, one sentence in words and numbers. */
  found: string;
}

const FOUND: Record<number, (claims: readonly Claim[]) => string> = {
  1: foundScaling,
  2: foundSteps,
  3: foundSlower,
  4: foundFalls,
  5: foundFallsLess,
  6: foundPicks,
  7: foundVectors,
  8: (claims) => foundSeparation('Two components of the mean vectors', claims),
  9: (claims) => foundSeparation('JS distances', claims),
  10: foundDistances,
  11: foundTheoremA1,
  12: foundTheorem41,
  13: foundExponents,
};

/** The 13 claims at a glance, in order. */
export function findings(claims: readonly Claim[]): Finding[] {
  return CLAIM_NUMBERS.map((number) => {
    const of = claimsOf(claims, number);
    return { number, ...STATEMENTS[number], verdict: verdictsOf(of), found: FOUND[number](of) };
  });
}

/** "holds", or "holds 13 of 16, also untrained 3 of 16". */
function verdictsOf(claims: readonly Claim[]): string {
  const words = [...new Set(claims.map(verdictWords))];
  if (words.length === 1) return words[0];
  return words
    .map((word) => {
      const count = claims.filter((claim) => verdictWords(claim) === word).length;
      return `${word} ${count} of ${claims.length}`;
    })
    .join(', ');
}
