import { fileURLToPath } from 'node:url';

/** The sentence of the paper's section 4.2, the default text of `infogain` and `lasso`. */
export const LONDON_SENTENCE =
  'Is London the capital of UK? Yes. Is Moscow the capital of Russia? Yes. ' +
  'Is Paris the capital of France? Yes. Is Beijing the capital of China? No';

/** The 64 held-out documents of the embedded models, the default corpus of `entropy` and `reproduce`. */
export const HELDOUT_FILE = fileURLToPath(new URL('../../../models/heldout.jsonl', import.meta.url));
