import type { Layer } from '../model/capture.ts';

/**
 * The block whose attention goes with a layer: the one that the layer comes out of, k - 1 for layer k and the last one
 * for `last-raw`; undefined for the embedding, which no attention makes.
 * @param blocks number of blocks L of the model
 */
export function blockBelow(layer: Layer, blocks: number): number | undefined {
  if (layer === 'last-raw') return blocks - 1;
  return layer === 0 ? undefined : layer - 1;
}
