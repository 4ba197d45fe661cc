import type { SentencePair } from '../../metrics/sentence-pair.ts';
import { THEOREM_A1, theoremA1 } from '../../metrics/theorem-a1.ts';
import type { Encoding, Layer } from '../../model/capture.ts';
import type { TokenizedText } from '../../text/tokenized-text.ts';
import { fillTiles, type Product, planTiles } from '../distance/joint-gram.ts';
import { encodedText, prepareText, tilePairs } from '../distance/pairs.ts';
import type { Together } from '../experiment.ts';
import { ofKind, type TheoryRow } from './row.ts';

/** A row about the states of one text in one layer, or about one block (then without layer). */
export type StateRow = { layer: Layer | null; text: number } & TheoryRow;

/** Theorem A.1 in every wanted layer of the last two texts, which are run by themselves; nothing where there is one text. */
export function theoremA1Rows(
  layers: readonly Layer[],
  texts: readonly TokenizedText[],
): Together<StateRow[]> {
  const [a, b] = texts.slice(-2);
  return {
    parts: b === undefined ? 0 : 1,
    textsOf: () => [],
    see() {},
    async *measure([part], { encode, product }) {
      const capture = { gram: [...layers], hidden: [...layers] };
      const encodings: Encoding[] = [];
      for await (const encoding of encode([texts.length - 2, texts.length - 1], capture))
        encodings[encoding.index] = encoding;
      const pairs: SentencePair[] = [];
      for (const layer of layers) pairs.push(await onlyPair(encodings, layer, product));
      const steps = function* () {
        const rows: StateRow[] = [];
        for (const [l, pair] of pairs.entries()) {
          for (const row of rowsOfPair(pair, `texts ${a.index} and ${b.index}`))
            rows.push({ layer: layers[l], text: a.index, ...row });
          yield;
        }
        return rows;
      };
      yield { part, steps: steps() };
    },
  };
}

async function onlyPair(
  encodings: readonly Encoding[],
  layer: Layer,
  product: Product,
): Promise<SentencePair> {
  const states = encodings.map((encoding) => encodedText(encoding, layer));
  const tiles = planTiles(states.map(({ tokens }) => tokens));
  const prepared = states.map(prepareText);
  for await (const tile of fillTiles(
    states.map(({ hidden }) => hidden),
    tiles,
    product,
  ))
    for (const pair of tilePairs(tile, prepared)) return pair;
  throw new Error('two texts are one pair');
}

/** Theorem A.1 on one pair of texts: d_JS² = (γ²/8) ‖A - B‖_F² + O(γ³); null where A = B. */
function rowsOfPair(pair: SentencePair, texts: string): TheoryRow[] {
  const [found] = theoremA1([pair]);
  const row = (
    quantity: string,
    { predicted, within }: typeof THEOREM_A1.slope,
    measured: number | null,
  ): TheoryRow => ({
    theorem: 'Theorem A.1',
    alpha: null,
    quantity: `${quantity}, ${texts}`,
    predicted,
    measured,
    holds: measured === null ? null : Math.abs(measured - predicted) <= within,
    ...ofKind('theorem'),
  });
  return [
    row(
      'slope of log |d_JS² - (γ²/8) ‖A - B‖_F²| in log γ = 1e-1..1e-3',
      THEOREM_A1.slope,
      found?.slope ?? null,
    ),
    row('d_JS / ((γ/√8) ‖A - B‖_F) at γ = 1e-3', THEOREM_A1.ratio, found?.ratio ?? null),
  ];
}
