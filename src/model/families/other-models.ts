import { InputError } from '../../errors.ts';
import { bad, type ConfigJson, orAbsent } from './config-values.ts';

/**
 * Refuses what would make transformers compute something else than a causal model of the family with the weights as they
 * are, in keys that it reads for every family.
 * @throws InputError naming the key
 */
export function refuseOtherModels(json: ConfigJson): void {
  const {
    quantization_config: quantised = null,
    is_causal: causal,
    per_layer_config: perLayer = null,
    transformers_weights: weights = null,
    tie_last_hidden_states: tied = null,
  } = json;
  if (quantised !== null)
    throw new InputError(
      `config.json: the weights are quantised (quantization_config is ${JSON.stringify(quantised)})`,
      'use the checkpoint it was made from, or save it with transformers after model.dequantize()',
    );
  if (weights !== null && weights !== 'model.safetensors')
    throw bad(
      'transformers_weights',
      weights,
      'none: the weights are model.safetensors or the files of its index',
    );
  if (orAbsent(causal, true) !== true) throw bad('is_causal', causal, 'true: attention looks back only');
  if (perLayer !== null) throw bad('per_layer_config', perLayer, 'none: all blocks have the same shape');
  if (tied !== null && tied !== true)
    throw bad('tie_last_hidden_states', tied, 'true: the last hidden state is what the model puts out');
}
