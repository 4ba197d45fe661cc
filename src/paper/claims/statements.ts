/**
 * What kind of statement a claim is: one of the paper that could be otherwise, a theorem, which is true of any matrix,
 * or llmgeo's own, a correction of the paper.
 */
export type Kind = 'claim' | 'theorem' | 'correction';

/** One of the statements that are judged. */
export interface Statement {
  title: string;
  kind: Kind;
}

/** The statements that are judged, by number. */
export const STATEMENTS: Record<number, Statement> = {
  1: { title: 'normalised entropy follows a power law in size', kind: 'claim' },
  2: { title: 'information gain grows with length', kind: 'theorem' },
  3: { title: 'it grows more slowly for larger models', kind: 'claim' },
  4: { title: 'the gain of each new token falls with length', kind: 'claim' },
  5: { title: 'it falls less for larger models', kind: 'claim' },
  6: { title: 'Lasso picks differ from attention picks and are sparser', kind: 'claim' },
  7: { title: 'mean vectors separate contexts better than one vector', kind: 'claim' },
  8: { title: 'PCA of mean vectors separates the contexts', kind: 'claim' },
  9: { title: 'JS distances separate the sentences', kind: 'claim' },
  10: { title: 'so do the other four distances', kind: 'claim' },
  11: { title: 'Theorem A.1: JS is the Frobenius norm for small γ', kind: 'theorem' },
  12: { title: 'Theorem 4.1 holds corrected, and fails as printed', kind: 'correction' },
  13: { title: 'the exponents of 3.6 to 3.8', kind: 'correction' },
};

/** Their numbers, in order. */
export const CLAIM_NUMBERS = Object.keys(STATEMENTS).map(Number);
