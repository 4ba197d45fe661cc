import { activation, bad, type ConfigJson, checkHeads, count, flag, orAbsent } from '../config-values.ts';
import { headParameters } from '../head-parameters.ts';
import { refuseOtherModels } from '../other-models.ts';

/** What decides an OPT model's numbers. */
export interface OptConfig {
  blocks: number;
  hidden: number;
  heads: number;
  intermediate: number;
  vocabulary: number;
  maxPositions: number;
  /** Entries of a token's embedding, and of the last hidden state. */
  wordWidth: number;
  /** A name of `ACTIVATIONS`. */
  activation: string;
  /** Whether a LayerNorm stands before each of a block's two parts, or after its sum with what it was given. */
  isPreNorm: boolean;
  finalNorm: boolean;
  /** Whether the linear layers of the blocks have biases. */
  bias: boolean;
  /** Whether LayerNorms have scale and shift. */
  affine: boolean;
  /** Row of the embedding that only fills up: it begins as zeros. */
  paddingRow: number | undefined;
  /** Numbers of what follows the last hidden state. */
  headParameters: number;
}

/**
 * Reads config.json as Hugging Face transformers 5 does: absent keys have its defaults (those of OPT-125m). What changes
 * numbers there and cannot be computed here is refused.
 * @throws InputError naming the key, what it holds and what was expected
 */
export function readOptConfig(json: ConfigJson): OptConfig {
  refuseOtherModels(json);
  const hidden = count(json, 'hidden_size', 768);
  const heads = count(json, 'num_attention_heads', 12);
  checkHeads('num_attention_heads', heads, 'hidden_size', hidden);
  const vocabulary = count(json, 'vocab_size', 50272);
  const wordWidth =
    (json.word_embed_proj_dim ?? null) === null ? hidden : count(json, 'word_embed_proj_dim', 0);
  const isPreNorm = flag(json, 'do_layer_norm_before', true);
  const head = { name: 'OPT', isTiedByDefault: true, width: wordWidth, vocabulary };
  return {
    blocks: count(json, 'num_hidden_layers', 12),
    hidden,
    heads,
    intermediate: count(json, 'ffn_dim', 3072),
    vocabulary,
    maxPositions: count(json, 'max_position_embeddings', 2048),
    wordWidth,
    activation: activation(json, 'activation_function', 'relu'),
    isPreNorm,
    finalNorm: isPreNorm && !flag(json, '_remove_final_layer_norm', false),
    bias: flag(json, 'enable_bias', true),
    affine: flag(json, 'layer_norm_elementwise_affine', true),
    paddingRow: readPadding(json, vocabulary),
    headParameters: headParameters(json, head),
  };
}

/** torch counts a negative row from the end. */
function readPadding(json: ConfigJson, vocabulary: number): number | undefined {
  const id = orAbsent(json.pad_token_id, 1);
  if (id === null) return undefined;
  if (typeof id === 'number' && Number.isInteger(id) && id >= -vocabulary && id < vocabulary)
    return id < 0 ? vocabulary + id : id;
  throw bad('pad_token_id', id, `none, or a token of the vocabulary of ${vocabulary}`);
}
