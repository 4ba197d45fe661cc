import { LONDON_SENTENCE } from '../../text/london.ts';

/** What the paper says is picked for a token of its sentence, in words. */
export interface PaperPicks {
  model: string;
  lasso: readonly string[];
  attention: readonly string[];
}

const MODEL = 'Pythia-1.4B';

/** Of the last token that is the word. */
const PICKS: Record<string, PaperPicks> = {
  No: { model: MODEL, lasso: ['Yes', 'Yes'], attention: ['Is', '.', '?'] },
  '?': { model: MODEL, lasso: ['?', '?'], attention: ['Is', '.', '?', '.', '.', 'of', '?'] },
  China: {
    model: MODEL,
    lasso: ['Russia', 'France', 'Beijing', 'of', 'capital'],
    attention: ['Is', 'of', 'capital', '.', 'Beijing'],
  },
};

/**
 * What the paper finds for the last word of a text.
 * @param text the paper's sentence up to the target token and with it
 * @returns undefined for any other text, and where the paper looks at no token that ends there
 */
export function paperPicks(text: string): PaperPicks | undefined {
  const word = Object.keys(PICKS).find(
    (name) => text === LONDON_SENTENCE.slice(0, LONDON_SENTENCE.lastIndexOf(name) + name.length),
  );
  return word === undefined ? undefined : PICKS[word];
}
