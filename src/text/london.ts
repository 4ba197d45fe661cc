/** The sentence of the paper's section 4.2. */
export const LONDON_SENTENCE =
  'Is London the capital of UK? Yes. Is Moscow the capital of Russia? Yes. ' +
  'Is Paris the capital of France? Yes. Is Beijing the capital of China? No';
