import type { Initial } from '../../architecture.ts';
import { type ConfigJson, positive } from '../config-values.ts';

/**
 * How OPT initialises a tensor (Zhang et al. 2022, as transformers' `OPTPreTrainedModel` does): normal with `init_std`,
 * .02 by default, or with `initializer_range` where config.json has it; the embedding of the padding token 0; biases 0,
 * LayerNorm 1 and 0.
 */
export function optInitial(name: string, json: ConfigJson, paddingRow: number | undefined): Initial {
  if (name.endsWith('.bias')) return { value: 0 };
  if (name.endsWith('layer_norm.weight')) return { value: 1 };
  const key = json.initializer_range === undefined ? 'init_std' : 'initializer_range';
  const standardDeviation = positive(json[key] ?? 0.02, key);
  return { standardDeviation, ...(name.endsWith('embed_tokens.weight') && { zeroRow: paddingRow }) };
}
