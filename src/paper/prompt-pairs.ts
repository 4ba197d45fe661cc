import { fillTiles, planTiles } from '../experiments/distance/joint-gram.ts';
import {
  type EncodedText,
  encodedText,
  pairsOf,
  prepareText,
  tilePairs,
} from '../experiments/distance/pairs.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type { SentencePair } from '../metrics/sentence-pair.ts';
import { theoremA1 } from '../metrics/theorem-a1.ts';
import { placeOf, type TextPairs } from './claims/theorems.ts';

/** Theorem A.1 on all pairs of texts: for few texts, since all pairs are kept at once. */
export const promptPairs: Pick<Experiment<null, never, TextPairs>, 'name' | 'described' | 'begin'> = {
  name: 'theorem-a1',
  described: () => ({}),
  begin: ({ layers: [layer] }, texts) => {
    const encoded: EncodedText[] = [];
    const tiles = planTiles(texts.map(({ ids }) => ids.length));
    return {
      capture: { hidden: [layer], gram: [layer] },
      together: {
        parts: 1,
        textsOf: () => texts.map((_, place) => place),
        see(place, encoding) {
          encoded[place] = encodedText(encoding, layer);
        },
        async *measure([part], { product }) {
          const prepared = encoded.map(prepareText);
          const pairs: SentencePair[] = [];
          const states = encoded.map(({ hidden }) => hidden);
          for await (const tile of fillTiles(states, tiles, product)) {
            const places = [...pairsOf(tile)];
            for (const [i, pair] of [...tilePairs(tile, prepared)].entries()) {
              const [a, b] = places[i];
              pairs[placeOf(a, b, texts.length)] = pair;
            }
          }
          const steps = function* () {
            yield;
            return { texts: texts.length, pairs: theoremA1(pairs) };
          };
          yield { part, steps: steps() };
        },
      },
    };
  },
};
