import { type Claim, claimsOf } from '../claims/claim.ts';
import { CLAIM_NUMBERS, STATEMENTS } from '../claims/statements.ts';

/** What a claim came to, over all of its settings. */
const OUTCOMES: { of: (words: ReadonlySet<string>) => boolean; said: (count: number) => string }[] = [
  { of: (words) => words.size === 1 && words.has('holds'), said: (n) => `${n} hold${n === 1 ? 's' : ''}` },
  { of: (words) => words.has('holds'), said: (n) => `${n} hold${n === 1 ? 's' : ''} in part` },
  { of: (words) => words.has('fails'), said: (n) => `${n} fail${n === 1 ? 's' : ''}` },
  {
    of: (words) => [...words].some((word) => word.startsWith('depends')),
    said: (n) => `${n} depend${n === 1 ? 's' : ''} on a choice that the paper leaves open or on the width`,
  },
  { of: (words) => words.has('also untrained'), said: (n) => `${n} untrained models show as well` },
  { of: () => true, said: (n) => `${n} cannot be decided here` },
];

/**
 * One sentence of result: how many of the paper's claims, those that could be otherwise, came to what. A theorem or a
 * correction of ours is none of these.
 */
export function resultSentence(claims: readonly Claim[], models: readonly string[]): string {
  const open = CLAIM_NUMBERS.filter((number) => STATEMENTS[number].kind === 'claim');
  const outcomes = open.map((number) => {
    const words = new Set<string>(claimsOf(claims, number).map(({ verdict }) => verdict));
    return { number, outcome: OUTCOMES.find(({ of }) => of(words))! };
  });
  const parts = OUTCOMES.flatMap((outcome) => {
    const numbers = outcomes.filter((one) => one.outcome === outcome).map(({ number }) => number);
    return numbers.length === 0 ? [] : [`${outcome.said(numbers.length)} (${numbers.join(', ')})`];
  });
  return `Of the paper’s ${open.length} claims that could be otherwise, on ${listed(models)}: ${listed(parts)}.`;
}

/** "a, b and c". */
function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
