import type { Initial, ModelShape } from '../../architecture.ts';

/**
 * How GPT-NeoX initialises a tensor (Black et al. 2022, section 2.2): matrices and embeddings with variance 2 / (5 d)
 * (Nguyen and Salazar 2019); the two that write into the residual stream with standard deviation 2 / (L √d) (Wang and
 * Komatsuzaki 2021); biases 0, LayerNorm 1 and 0.
 */
export function gptNeoXInitial(
  name: string,
  { blocks, hidden }: Pick<ModelShape, 'blocks' | 'hidden'>,
): Initial {
  if (name.endsWith('.bias')) return { value: 0 };
  if (/layer_?norm\.weight$/.test(name)) return { value: 1 };
  const writesResidual = /\.(attention\.dense|mlp\.dense_4h_to_h)\.weight$/.test(name);
  return {
    standardDeviation: writesResidual ? 2 / (blocks * Math.sqrt(hidden)) : Math.sqrt(2 / (5 * hidden)),
  };
}
