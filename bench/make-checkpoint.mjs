// Writes a GPT-NeoX checkpoint of a Pythia size with random float16 weights, for measuring speed and memory:
//   node bench/make-checkpoint.mjs pythia-1.4b FOLDER
// The values come from one seeded pool of normal numbers, read at shifting offsets: as fast as the disk takes them.
import { mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { built, readArguments } from './arguments.mjs';

const POOL = 1 << 22;
const CHUNK_BYTES = 1 << 23;

/** mulberry32: a small seeded generator of uniform numbers. */
function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The bits of a float16 nearest to a value of magnitude below 1; tiny values become 0. */
function half(value) {
  const magnitude = Math.abs(value);
  if (magnitude < 2 ** -14) return 0;
  const exponent = Math.floor(Math.log2(magnitude));
  const mantissa = Math.round((magnitude / 2 ** exponent - 1) * 1024);
  return (value < 0 ? 0x8000 : 0) | (((exponent + 15) << 10) + mantissa);
}

function normalPool(deviation) {
  const random = uniform(1234);
  return Uint16Array.from({ length: POOL }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return half(deviation * radius * Math.cos(2 * Math.PI * random()));
  });
}

function configOf({ layers, hidden, heads, vocab }) {
  return {
    architectures: ['GPTNeoXForCausalLM'],
    hidden_act: 'gelu',
    hidden_size: hidden,
    intermediate_size: 4 * hidden,
    layer_norm_eps: 1e-5,
    max_position_embeddings: 2048,
    model_type: 'gpt_neox',
    num_attention_heads: heads,
    num_hidden_layers: layers,
    rotary_emb_base: 10000,
    rotary_pct: 0.25,
    tie_word_embeddings: false,
    torch_dtype: 'float16',
    use_parallel_residual: true,
    vocab_size: vocab,
  };
}

function specsOf(config) {
  const { shape, input, output, blockWeights } = readArchitecture(config);
  const blocks = Array.from({ length: shape.blocks }, (_, layer) => blockWeights(layer)).flat();
  const unembedding = { name: 'embed_out.weight', shape: input.tokens.shape };
  return [input.tokens, ...blocks, output.norm.weight, output.norm.bias, unembedding];
}

function writeTensor(file, { name, shape }, pool, random) {
  let left = 2 * shape.reduce((a, b) => a * b, 1);
  const constant = /norm\.weight$/.test(name) ? half(1) : /bias$/.test(name) ? 0 : undefined;
  const source = constant === undefined ? pool : new Uint16Array(POOL).fill(constant);
  const bytes = new Uint8Array(source.buffer);
  while (left > 0) {
    const size = Math.min(left, CHUNK_BYTES / 2);
    const start = 2 * Math.floor((random() * (bytes.length - size)) / 2);
    writeSync(file, bytes, start, size);
    left -= size;
  }
}

const { positionals, refuse } = readArguments(import.meta.url, {}, ['pythia-SIZE', 'FOLDER']);
const { readArchitecture } = await built('model/families/index.js');
const [name, folder] = positionals;
const registry = JSON.parse(readFileSync(new URL('../models/registry.json', import.meta.url), 'utf8'));
const size = Object.values(registry.pythia.sizes).find((entry) => entry.name === name);
if (!size) {
  const names = Object.values(registry.pythia.sizes).map((entry) => entry.name);
  refuse(`"${name}" is no size of Pythia, as ${names.join(', ')} are`);
}
mkdirSync(folder, { recursive: true });
const config = configOf(size);
const specs = specsOf(config);
const header = { __metadata__: { format: 'pt' } };
let end = 0;
for (const { name: tensor, shape } of specs) {
  const begin = end;
  end += 2 * shape.reduce((a, b) => a * b, 1);
  header[tensor] = { dtype: 'F16', shape, data_offsets: [begin, end] };
}
const json = Buffer.from(JSON.stringify(header));
const padded = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')]);
const length = Buffer.alloc(8);
length.writeBigUInt64LE(BigInt(padded.length));
const file = openSync(`${folder}/model.safetensors`, 'w');
writeSync(file, length);
writeSync(file, padded);
const pool = normalPool(0.02);
const random = uniform(99);
for (const spec of specs) writeTensor(file, spec, pool, random);
writeFileSync(`${folder}/config.json`, `${JSON.stringify(config, null, 2)}\n`);
console.log(`${folder}: ${name}, ${(end / 1e9).toFixed(2)} GB`);
