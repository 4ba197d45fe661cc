import type { DistanceName, MetricOptions } from '../../metrics/sentence-distance.ts';
import type { Layer } from '../../model/capture.ts';
import type { TokenizedText } from '../../text/tokenized-text.ts';
import type { ModelFacts, ModelRecords, Together } from '../experiment.ts';
import { fillTiles, planTiles, type TilePlace, textsOf } from './joint-gram.ts';
import {
  type EncodedText,
  encodedText,
  pairsOf,
  prepareText,
  type TileDistances,
  tileDistances,
} from './pairs.ts';

/** A tile of the joint Gram matrix in one layer: between which texts, by their places, and how far they are apart. */
export type DistancePart = TilePlace & { layer: Layer; distances: TileDistances };

/**
 * The distances between all texts of a model, a part for each tile of the joint Gram in each layer. The states of a
 * layer are let go of with its last tile.
 */
export function distanceTiles(
  { layers }: ModelFacts,
  texts: readonly TokenizedText[],
  names: readonly DistanceName[],
  options: MetricOptions,
): Together<DistancePart> {
  const tiles = planTiles(texts.map(({ ids }) => ids.length));
  const encoded = new Map(layers.map((layer) => [layer, [] as EncodedText[]]));
  return {
    parts: layers.length * tiles.length,
    textsOf(part) {
      const { rows, columns } = tiles[part % tiles.length];
      return [...textsOf(rows), ...textsOf(columns)];
    },
    see(place, encoding) {
      for (const [layer, list] of encoded) list[place] = encodedText(encoding, layer);
    },
    async *measure(parts, { product }) {
      for (const [l, layer] of layers.entries()) {
        const wanted = parts.filter((part) => Math.floor(part / tiles.length) === l);
        const seen = encoded.get(layer)!;
        const prepared = seen.map(prepareText); // holes stay holes
        const states = seen.map(({ hidden }) => hidden);
        const places = wanted.map((part) => tiles[part % tiles.length]);
        let at = 0;
        for await (const tile of fillTiles(states, places, product)) {
          const { rows, columns } = tile;
          const steps = function* () {
            return { rows, columns, layer, distances: yield* tileDistances(tile, prepared, names, options) };
          };
          yield { part: wanted[at++], steps: steps() };
        }
        encoded.set(layer, []);
      }
    },
  };
}

/** The n x n matrix of one distance in one layer, row-major, symmetric, zero on the diagonal. */
export function distanceMatrix(
  { texts, parts }: Pick<ModelRecords<unknown, DistancePart>, 'texts' | 'parts'>,
  layer: Layer,
  name: DistanceName,
): Float64Array {
  const n = texts.length;
  const matrix = new Float64Array(n * n);
  for (const part of parts) {
    if (part.layer !== layer) continue;
    let at = 0;
    for (const [a, b] of pairsOf(part)) {
      const distance = part.distances[name]![at++];
      matrix[a * n + b] = distance;
      matrix[b * n + a] = distance;
    }
  }
  return matrix;
}
