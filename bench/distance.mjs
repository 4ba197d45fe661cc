// Distances between texts beside NumPy and SciPy, on the same random states, in turn within one run:
//   node bench/distance.mjs --python PYTHON [--dim 2048] [--sentences 1000] [--threads 2]
// PYTHON has NumPy and SciPy (bench/distance_numpy.py). Prints seconds and ratios as a table. The peers' seconds are
// extrapolated from a few pairs, since all would take days from d x d covariances; ours are of all pairs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built, needPython, outputOf, readArguments } from './arguments.mjs';

const { values } = readArguments(import.meta.url, {
  python: { type: 'string', default: 'python3' },
  dim: { type: 'string', default: '2048' },
  sentences: { type: 'string', default: '1000' },
  threads: { type: 'string', default: '2' },
});
needPython(values.python, ['numpy', 'scipy']);
const { measureDistances } = await built('experiments/distance/pairs.js');
const { DISTANCES } = await built('metrics/sentence-distance.js');
const { Runner } = await built('model/runner.js');
const { fillNormal, seededRandom } = await built('random.js');

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const dim = Number(values.dim);
const threads = Number(values.threads);
const options = { gamma: 100, ridge: 1e-6 };
/** Pairs that the peer computes from d x d covariances. */
const PAIRS = 4;
/** Texts handed to the peer. */
const SHARED = 70;

/** Random states of many texts, those of one context sharing their first tokens. */
function randomTexts(count, tokens, contexts, sharedTokens) {
  const random = seededRandom(1);
  const beginnings = Array.from({ length: contexts }, () => new Float32Array(sharedTokens * dim));
  for (const data of beginnings) fillNormal(data, 1, random);
  return Array.from({ length: count }, (_, i) => {
    const data = new Float32Array(tokens * dim);
    fillNormal(data, 1, random);
    data.set(beginnings[i % contexts]);
    return { tokens, hidden: { dims: [tokens, dim], data } };
  });
}

/** Adds each text's own Gram matrix, as a forward pass would yield it. */
async function withGrams(texts, runner) {
  const encoded = [];
  for (const text of texts) encoded.push({ ...text, gram: await runner.crossGram(text.hidden, text.hidden) });
  return encoded;
}

/** A product that only copies from a joint Gram matrix computed before. */
async function givenGram(texts, runner) {
  const tokens = texts.reduce((sum, text) => sum + text.tokens, 0);
  const data = new Float32Array(tokens * dim);
  texts.forEach(({ hidden }, i) => {
    data.set(hidden.data, i * hidden.data.length);
  });
  const joint = await runner.crossGram({ dims: [tokens, dim], data }, { dims: [tokens, dim], data });
  return async () => joint;
}

async function seconds(task) {
  const started = performance.now();
  const result = await task();
  return { seconds: (performance.now() - started) / 1000, result };
}

function peer(texts, all, metrics) {
  const folder = mkdtempSync(join(tmpdir(), 'llmgeo-bench-'));
  const file = join(folder, 'states.f32');
  const [{ tokens }] = texts;
  writeFileSync(file, Buffer.concat(texts.map(({ hidden }) => new Uint8Array(hidden.data.buffer))));
  const sizes = ['--texts', all, '--tokens', tokens, '--dim', dim, '--pairs', PAIRS].map(String);
  const env = { ...process.env, OMP_NUM_THREADS: values.threads, OPENBLAS_NUM_THREADS: values.threads };
  const args = [here('distance_numpy.py'), file, ...sizes, '--metrics', metrics.join(',')];
  const stdout = outputOf(values.python, args, { env });
  rmSync(folder, { recursive: true });
  return JSON.parse(stdout);
}

/** Ours and theirs must be the same numbers, or the times mean nothing. */
function largestDifference(matrices, texts, found) {
  const differences = Object.entries(found.dense).flatMap(([metric, { distances }]) =>
    distances.map((distance, i) => Math.abs(matrices.get(metric)[i + 1] / distance - 1)),
  );
  if (texts <= PAIRS) throw new Error('too few texts for the pairs compared');
  return Math.max(...differences);
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const row = (measure, ours, theirs) => ({
  measure,
  llmgeo: ours.toFixed(3),
  peer: theirs.toFixed(1),
  ratio: `${(theirs / ours).toFixed(0)} times`,
});

const runner = await Runner.open(here('../models/nano-xs'), { threads });
const rows = [];
const prompts = await withGrams(randomTexts(45, 8, 3, 5), runner);
const product = await givenGram(prompts, runner);
const five = await seconds(() => measureDistances(prompts, product, DISTANCES, options));
const five2 = await seconds(() => measureDistances(prompts, product, DISTANCES, options));
const peerFive = peer(prompts, 45, DISTANCES);
const peerSeconds = sum(Object.values(peerFive.dense).map((entry) => entry.seconds));
console.log(
  `largest relative difference from the peer, five distances: ${largestDifference(five.result, 45, peerFive)}`,
);
rows.push(
  row(`45 prompts, five distances, from a given Gram; peer d x d, d = ${dim}`, five.seconds, peerSeconds),
);
rows.push(row('the same once more, compiled by then', five2.seconds, peerSeconds));

const count = Number(values.sentences);
const sentences = await withGrams(randomTexts(count, 16, 1, 0), runner);
const js = await seconds(() =>
  measureDistances(sentences, (a, b) => runner.crossGram(a, b), ['js'], options),
);
const peerJs = peer(sentences.slice(0, SHARED), count, ['js']);
console.log(`largest relative difference from the peer, js: ${largestDifference(js.result, count, peerJs)}`);
const what = `${count} sentences of 16 tokens, js, with the joint Gram in tiles`;
rows.push(row(`${what}; peer d x d, d = ${dim}`, js.seconds, peerJs.dense.js.seconds));
rows.push(row(`${what}; peer slogdet of each joint Gram`, js.seconds, peerJs.gram.seconds));
console.table(rows);
console.log(`peak memory of llmgeo ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
await runner.close();
