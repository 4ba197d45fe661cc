import {
  activation,
  bad,
  type ConfigJson,
  checkHeads,
  count,
  flag,
  orAbsent,
  positive,
} from '../config-values.ts';
import { headParameters } from '../head-parameters.ts';
import { refuseOtherModels } from '../other-models.ts';

/** What decides a GPT-2 model's numbers. */
export interface Gpt2Config {
  blocks: number;
  hidden: number;
  heads: number;
  intermediate: number;
  vocabulary: number;
  maxPositions: number;
  epsilon: number;
  /** A name of `ACTIVATIONS`. */
  activation: string;
  /** Numbers of what follows the final LayerNorm. */
  headParameters: number;
}

/**
 * Reads config.json as Hugging Face transformers 5 does: absent keys have its defaults (those of the smallest GPT-2), and
 * `hidden_size`, `num_hidden_layers`, `num_attention_heads`, `max_position_embeddings` count before the family's own
 * names for them. What changes numbers there and cannot be computed here is refused.
 * @throws InputError naming the key, what it holds and what was expected
 */
export function readGpt2Config(json: ConfigJson): Gpt2Config {
  refuseOtherModels(json);
  refuseOtherAttention(json);
  const hidden = aliased(json, 'n_embd', 'hidden_size', 768);
  const heads = aliased(json, 'n_head', 'num_attention_heads', 12);
  checkHeads('n_head', heads, 'n_embd', hidden);
  const vocabulary = count(json, 'vocab_size', 50257);
  return {
    blocks: aliased(json, 'n_layer', 'num_hidden_layers', 12),
    hidden,
    heads,
    intermediate: (json.n_inner ?? null) === null ? 4 * hidden : count(json, 'n_inner', 0),
    vocabulary,
    maxPositions: aliased(json, 'n_positions', 'max_position_embeddings', 1024),
    epsilon: positive(orAbsent(json.layer_norm_epsilon, 1e-5), 'layer_norm_epsilon'),
    activation: activation(json, 'activation_function', 'gelu_new'),
    headParameters: gpt2HeadParameters(json, hidden, vocabulary),
  };
}

function aliased(json: ConfigJson, key: string, alias: string, absent: number): number {
  return count(json, json[alias] === undefined ? key : alias, absent);
}

/** Attention that is scaled in another way, or looks at another sequence too. */
function refuseOtherAttention(json: ConfigJson): void {
  if (!flag(json, 'scale_attn_weights', true))
    throw bad('scale_attn_weights', false, 'true: attention is scaled by the root of the head dimension');
  for (const key of ['scale_attn_by_inverse_layer_idx', 'reorder_and_upcast_attn', 'add_cross_attention'])
    if (flag(json, key, false)) throw bad(key, true, 'false: llmgeo has plain causal attention only');
}

/** The class with two heads has a linear layer on top of the language model. */
function gpt2HeadParameters(json: ConfigJson, hidden: number, vocabulary: number): number {
  const family = { width: hidden, vocabulary, isTiedByDefault: true };
  const [name] = Array.isArray(json.architectures) ? json.architectures : [];
  const count = headParameters(json, { ...family, name: 'GPT2' });
  if (name !== 'GPT2DoubleHeadsModel' || !flag(json, 'summary_use_proj', true)) return count;
  return count + (flag(json, 'summary_proj_to_labels', true) ? 1 : hidden) * (hidden + 1);
}
