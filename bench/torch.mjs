// A checkpoint in torch's shards (.bin) beside the same in safetensors, in turn within one run:
//   node bench/torch.mjs [--size pythia-12b] [--shards 3] [--tokens 16] [--rounds 2] [--threads 2]
// The weights are holes of the disk, zeros that take no room: what is compared is how they are found and read. Prints
// seconds of a whole process (opening the files and two passes), tokens per second of the second pass, and peak memory.
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built, outputOf, readArguments } from './arguments.mjs';
import { bytesOf, configOf, safetensorsHead, specsOf } from './shapes.mjs';

const options = {
  size: { type: 'string', default: 'pythia-12b' },
  shards: { type: 'string', default: '3' },
  tokens: { type: 'string', default: '16' },
  rounds: { type: 'string', default: '2' },
  threads: { type: 'string', default: '2' },
};
const { values, refuse } = readArguments(import.meta.url, options);
const config = configOf(values.size, refuse);
const { dictionary, pickle, tensor, torchParts } = await built('../test/support/torch-writer.js');
const { writeZip } = await built('../test/support/zip-writer.js');

const FORMS = {
  safetensors: { stem: 'model', index: 'model.safetensors.index.json', write: writeSafetensors },
  bin: { stem: 'pytorch_model', index: 'pytorch_model.bin.index.json', write: writeTorch },
};

function writeSafetensors(file, specs) {
  const { head, dataBytes } = safetensorsHead(specs);
  const handle = openSync(file, 'w');
  writeSync(handle, head);
  ftruncateSync(handle, head.length + dataBytes);
  closeSync(handle);
}

function writeTorch(file, specs) {
  const views = specs.map(({ name, shape }, i) => [
    name,
    tensor({ dtype: 'F16', shape, storage: String(i) }),
  ]);
  const holes = specs.map((spec) => ({ length: bytesOf(spec) }));
  writeZip(file, torchParts(pickle(dictionary(Object.fromEntries(views))), holes));
}

/** The tensors in as many parts, of much the same size. */
function partsOf(specs, count) {
  const total = specs.reduce((sum, spec) => sum + bytesOf(spec), 0);
  const parts = Array.from({ length: count }, () => []);
  let before = 0;
  for (const spec of specs) {
    parts[Math.min(count - 1, Math.floor((before / total) * count))].push(spec);
    before += bytesOf(spec);
  }
  return parts;
}

function writeCheckpoint(folder, parts, { stem, index, write }, ending) {
  mkdirSync(folder);
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  const map = {};
  for (const [i, specs] of parts.entries()) {
    const name = `${stem}-${String(i + 1).padStart(5, '0')}-of-${String(parts.length).padStart(5, '0')}.${ending}`;
    write(join(folder, name), specs);
    for (const spec of specs) map[spec.name] = name;
  }
  writeFileSync(join(folder, index), JSON.stringify({ weight_map: map }));
}

function measure(folder) {
  const forward = fileURLToPath(new URL('forward.mjs', import.meta.url));
  const flags = ['--tokens', values.tokens, '--threads', values.threads, '--reps', '1', '--capture', 'gram'];
  const started = performance.now();
  const report = JSON.parse(outputOf(process.execPath, [forward, folder, ...flags]));
  const seconds = (performance.now() - started) / 1000;
  return { seconds, rate: report.tokens_per_second[0], mebibytes: report.peak_rss_bytes / 2 ** 20 };
}

const folder = mkdtempSync(join(tmpdir(), 'llmgeo-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const parts = partsOf(await specsOf(config), Number(values.shards));
for (const [ending, form] of Object.entries(FORMS))
  writeCheckpoint(join(folder, ending), parts, form, ending);

const rows = [];
for (let round = 0; round < Number(values.rounds); round++)
  for (const form of Object.keys(FORMS)) rows.push({ form, ...measure(join(folder, form)) });
console.table(rows);
for (const key of ['seconds', 'rate', 'mebibytes']) {
  const of = (form) => rows.filter((row) => row.form === form).reduce((sum, row) => sum + row[key], 0);
  console.log(`${key}: .bin is ${(of('bin') / of('safetensors')).toFixed(3)} times safetensors`);
}
