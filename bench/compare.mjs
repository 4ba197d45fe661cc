// llmgeo beside Hugging Face eager on torch, same checkpoint, same ids, same threads, in turn within one run:
//   node bench/compare.mjs FOLDER --python PYTHON [--tokens 512] [--sentence 64] [--rounds 3] [--threads 2]
// PYTHON has torch and transformers (bench/hf_forward.py names what it needs). Prints medians and ratios as a table:
// tokens per second with hidden states and full attention, and one sentence from process start to its number.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { needPython, outputOf, readArguments } from './arguments.mjs';
import { tokenIds } from './token-ids.mjs';

const options = {
  python: { type: 'string', default: 'python3' },
  tokens: { type: 'string', default: '512' },
  sentence: { type: 'string', default: '64' },
  rounds: { type: 'string', default: '3' },
  threads: { type: 'string', default: '2' },
};
const { values, positionals } = readArguments(import.meta.url, options, ['FOLDER']);
needPython(values.python, ['torch', 'transformers', 'numpy']);
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = positionals[0];
const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
const list = (count) => tokenIds(Number(count), config.vocab_size).join(',');
const threads = ['--threads', values.threads];

function run(command, args) {
  const started = performance.now();
  const stdout = outputOf(command, args);
  return { seconds: (performance.now() - started) / 1000, stdout };
}

/** Runs a command from process start to exit under time(1), which knows the peak memory of the process. */
function whole(command, args) {
  if (!existsSync('/usr/bin/time')) return { seconds: run(command, args).seconds, peak: Number.NaN };
  const note = mkdtempSync(join(tmpdir(), 'llmgeo-bench-'));
  const file = join(note, 'peak');
  const { seconds } = run('/usr/bin/time', ['-f', '%M', '-o', file, command, ...args]);
  const peak = Number(readFileSync(file, 'utf8')) / 1024;
  rmSync(note, { recursive: true });
  return { seconds, peak };
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.floor(sorted.length / 2)]) / 2;
}

const rates = { llmgeo: [], peer: [] };
const sentences = { llmgeo: [], peer: [] };
const peer = (...args) => [here('hf_forward.py'), folder, ...args, ...threads];
const node = (...args) => [here('../bin/llmgeo.js'), ...args, ...threads];
for (let round = 0; round < Number(values.rounds); round++) {
  const ours = run(process.execPath, [
    here('forward.mjs'),
    folder,
    '--tokens',
    values.tokens,
    '--reps',
    '3',
    ...threads,
  ]);
  rates.llmgeo.push(median(JSON.parse(ours.stdout).tokens_per_second));
  const theirs = run(values.python, peer(list(values.tokens), '--reps', '3', '--hidden', '--attention'));
  rates.peer.push(median(JSON.parse(theirs.stdout).tokens_per_second));
  const one = node(
    'infogain',
    '--model',
    folder,
    '--ids',
    list(values.sentence),
    '--format',
    'json',
    '--quiet',
  );
  sentences.llmgeo.push(whole(process.execPath, one));
  sentences.peer.push(whole(values.python, peer(list(values.sentence), '--sentence')));
}

function row(measure, digits, ours, theirs) {
  const ratio = median(ours.map((value, i) => value / theirs[i]));
  return {
    measure,
    llmgeo: median(ours).toFixed(digits),
    peer: median(theirs).toFixed(digits),
    ratio: ratio.toFixed(2),
  };
}
const of = (key) => [sentences.llmgeo, sentences.peer].map((list) => list.map((entry) => entry[key]));
console.table([
  row(`tokens/s, ${values.tokens} tokens, states and attention`, 1, rates.llmgeo, rates.peer),
  row(`seconds, ${values.sentence} tokens, start to end`, 2, ...of('seconds')),
  row('peak memory of that, MiB', 0, ...of('peak')),
]);
