// Writes a GPT-NeoX checkpoint of a Pythia size with random float16 weights, for measuring speed and memory:
//   node bench/make-checkpoint.mjs pythia-1.4b FOLDER
// The values come from one seeded pool of normal numbers, read at shifting offsets: as fast as the disk takes them.
import { mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { readArguments } from './arguments.mjs';
import { bytesOf, configOf, safetensorsHead, specsOf } from './shapes.mjs';

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

function writeTensor(file, spec, pool, random) {
  const { name } = spec;
  let left = bytesOf(spec);
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
const [name, folder] = positionals;
const config = configOf(name, refuse);
const specs = await specsOf(config);
const { head, dataBytes } = safetensorsHead(specs);
mkdirSync(folder, { recursive: true });
const file = openSync(`${folder}/model.safetensors`, 'w');
writeSync(file, head);
const pool = normalPool(0.02);
const random = uniform(99);
for (const spec of specs) writeTensor(file, spec, pool, random);
writeFileSync(`${folder}/config.json`, `${JSON.stringify(config, null, 2)}\n`);
console.log(`${folder}: ${name}, ${(dataBytes / 1e9).toFixed(2)} GB`);
