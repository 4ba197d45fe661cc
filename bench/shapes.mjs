// What Pythia's sizes are made of, for the scripts that write checkpoints.
import { readFileSync } from 'node:fs';
import { built } from './arguments.mjs';

/** The config.json of a size of Pythia; `refuse` ends the script where there is none of that name. */
export function configOf(name, refuse) {
  const registry = JSON.parse(readFileSync(new URL('../models/registry.json', import.meta.url), 'utf8'));
  const sizes = Object.values(registry.pythia.sizes);
  const size = sizes.find((entry) => entry.name === name);
  if (!size) refuse(`"${name}" is no size of Pythia, as ${sizes.map((entry) => entry.name).join(', ')} are`);
  return {
    architectures: ['GPTNeoXForCausalLM'],
    hidden_act: 'gelu',
    hidden_size: size.hidden,
    intermediate_size: 4 * size.hidden,
    layer_norm_eps: 1e-5,
    max_position_embeddings: 2048,
    model_type: 'gpt_neox',
    num_attention_heads: size.heads,
    num_hidden_layers: size.layers,
    rotary_emb_base: 10000,
    rotary_pct: 0.25,
    tie_word_embeddings: false,
    torch_dtype: 'float16',
    use_parallel_residual: true,
    vocab_size: size.vocab,
  };
}

/** Name and shape of every tensor of a checkpoint. */
export async function specsOf(config) {
  const { readArchitecture } = await built('model/families/index.js');
  const { shape, input, output, blockWeights } = readArchitecture(config);
  const blocks = Array.from({ length: shape.blocks }, (_, layer) => blockWeights(layer)).flat();
  const unembedding = { name: 'embed_out.weight', shape: input.tokens.shape };
  return [input.tokens, ...blocks, output.norm.weight, output.norm.bias, unembedding];
}

/** Bytes of a float16 tensor. */
export function bytesOf({ shape }) {
  return 2 * shape.reduce((a, b) => a * b, 1);
}

/** Everything of a safetensors file before its data. */
export function safetensorsHead(specs) {
  const header = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const spec of specs) {
    const begin = end;
    end += bytesOf(spec);
    header[spec.name] = { dtype: 'F16', shape: spec.shape, data_offsets: [begin, end] };
  }
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return { head: Buffer.concat([length, padded]), dataBytes: end };
}
