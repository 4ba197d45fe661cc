import {
  activation,
  type ConfigJson,
  checkHeads,
  count,
  flag,
  orAbsent,
  positive,
} from '../config-values.ts';
import { headParameters } from '../head-parameters.ts';
import { refuseOtherModels } from '../other-models.ts';
import { readRotary } from './rotary.ts';

/** What decides a GPT-NeoX model's numbers. */
export interface NeoXConfig {
  blocks: number;
  hidden: number;
  heads: number;
  intermediate: number;
  vocabulary: number;
  maxPositions: number;
  /** Leading entries of each head that are rotated. */
  rotaryDims: number;
  rotaryBase: number;
  /** What positions are divided by before they rotate. */
  rotaryFactor: number;
  epsilon: number;
  /** A name of `ACTIVATIONS`. */
  activation: string;
  parallelResidual: boolean;
  attentionBias: boolean;
  /** Numbers of what follows the final LayerNorm: the output embedding, unless tied, or a classifier. */
  headParameters: number;
}

/**
 * Reads config.json as Hugging Face transformers 5 does: absent keys have its defaults (those of GPT-NeoX-20B), and what it does not read for
 * this family (`torch_dtype`, `num_key_value_heads`, `sliding_window`, dropout, ...) changes nothing. What changes
 * numbers there and cannot be computed here is refused.
 * @throws InputError naming the key, what it holds and what was expected
 */
export function readNeoXConfig(json: ConfigJson): NeoXConfig {
  refuseOtherModels(json);
  const hidden = count(json, 'hidden_size', 6144);
  const heads = count(json, 'num_attention_heads', 64);
  checkHeads('num_attention_heads', heads, 'hidden_size', hidden);
  const vocabulary = count(json, 'vocab_size', 50432);
  return {
    blocks: count(json, 'num_hidden_layers', 44),
    hidden,
    heads,
    intermediate: count(json, 'intermediate_size', 24576),
    vocabulary,
    maxPositions: count(json, 'max_position_embeddings', 2048),
    ...readRotary(json, hidden / heads),
    epsilon: positive(orAbsent(json.layer_norm_eps, 1e-5), 'layer_norm_eps'),
    activation: activation(json, 'hidden_act', 'gelu'),
    parallelResidual: flag(json, 'use_parallel_residual', true),
    attentionBias: flag(json, 'attention_bias', true),
    headParameters: headParameters(json, {
      name: 'GPTNeoX',
      isTiedByDefault: false,
      width: hidden,
      vocabulary,
    }),
  };
}
