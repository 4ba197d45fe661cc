import { InputError } from '../errors.ts';
import { ACTIVATIONS } from './activations.ts';
import { bad, type ConfigJson, count, flag, orAbsent, positive } from './config-values.ts';
import { readRotary } from './gpt-neox-rotary.ts';

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
  if (hidden % heads !== 0) throw bad('num_attention_heads', heads, `a divisor of hidden_size ${hidden}`);
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
    activation: readActivation(json),
    parallelResidual: flag(json, 'use_parallel_residual', true),
    attentionBias: flag(json, 'attention_bias', true),
    headParameters: readHeadParameters(json, hidden, vocabulary),
  };
}

/** What would make transformers compute something else than a causal GPT-NeoX with the weights as they are. */
function refuseOtherModels(json: ConfigJson): void {
  const {
    quantization_config: quantised = null,
    is_causal: causal,
    per_layer_config: perLayer = null,
    transformers_weights: weights = null,
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
}

function readActivation(json: ConfigJson): string {
  const name = orAbsent(json.hidden_act, 'gelu');
  if (typeof name === 'string' && Object.hasOwn(ACTIVATIONS, name)) return name;
  throw bad('hidden_act', name, `one of ${Object.keys(ACTIVATIONS).join(', ')}`);
}

/** Of the class that `architectures` names; where it names none that is known here, of the language model. */
function readHeadParameters(json: ConfigJson, hidden: number, vocabulary: number): number {
  const tied = flag(json, 'tie_word_embeddings', false);
  const [name] = Array.isArray(json.architectures) ? json.architectures : [];
  if (name === 'GPTNeoXModel') return 0;
  if (name === 'GPTNeoXForSequenceClassification') return labels(json) * hidden;
  if (name === 'GPTNeoXForTokenClassification') return labels(json) * (hidden + 1);
  if (name === 'GPTNeoXForQuestionAnswering') return 2 * (hidden + 1);
  return tied ? 0 : vocabulary * hidden;
}

function labels({ id2label, num_labels: labels }: ConfigJson): number {
  if (typeof id2label === 'object' && id2label !== null) return Object.keys(id2label).length;
  return typeof labels === 'number' ? labels : 2;
}
