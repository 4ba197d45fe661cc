import type { Initial } from '../../architecture.ts';
import { type ConfigJson, orAbsent, positive } from '../config-values.ts';

/**
 * How GPT-2 initialises a tensor (Radford et al. 2019, section 2.3, as transformers' `GPT2PreTrainedModel` does, which is
 * also what Cerebras-GPT's configurations say): normal with `initializer_range`, .02 by default, positions included; the
 * two matrices of a block that write into the residual stream divided by the root of 2 L; biases 0, LayerNorm 1 and 0.
 */
export function gpt2Initial(name: string, json: ConfigJson, blocks: number): Initial {
  if (name.endsWith('.bias')) return { value: 0 };
  if (/\bln_(1|2|f)\.weight$/.test(name)) return { value: 1 };
  const standardDeviation = positive(orAbsent(json.initializer_range, 0.02), 'initializer_range');
  return {
    standardDeviation: name.endsWith('.c_proj.weight')
      ? standardDeviation / Math.sqrt(2 * blocks)
      : standardDeviation,
  };
}
