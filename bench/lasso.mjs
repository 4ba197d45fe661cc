// llmgeo's Lasso beside scikit-learn's, single-threaded, in turn within one run, after `npm run build`:
//   node bench/lasso.mjs --python PYTHON [--tokens 512]
// PYTHON has numpy and scikit-learn. Every token of a text on all before it, alpha = 1e-4: states of the 1.4B model's
// width (d = 2048: a wandering state around a common mean) and those of nano-l on held-out text. Prints seconds,
// ratios, and for how many targets both pick the same tokens.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built, needPython, outputOf, readArguments } from './arguments.mjs';

const { values } = readArguments(import.meta.url, {
  python: { type: 'string', default: 'python3' },
  tokens: { type: 'string', default: '512' },
});
needPython(values.python, ['numpy', 'sklearn']);
const { gramOfRows, normalizeGram } = await built('linalg/gram.js');
const { lambdaOfAlpha, solveLasso } = await built('metrics/lasso.js');
const { lassoProblem } = await built('metrics/lasso-problem.js');
const { Runner } = await built('model/runner.js');
const { seededRandom } = await built('random.js');

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const tokens = Number(values.tokens);
const ALPHA = 1e-4;
const THRESHOLD = 0.01;

/** Rows that remember nine tenths of the one before, with a common mean half as long as their spread. */
function wandering(rows, dim) {
  const random = seededRandom(1);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const mean = Float64Array.from({ length: dim }, () => normal() / 2);
  const spread = new Float64Array(rows * dim);
  for (let i = 0; i < spread.length; i++)
    spread[i] = i < dim ? normal() : 0.9 * spread[i - dim] + Math.sqrt(0.19) * normal();
  return { rows: spread.map((value, i) => value + mean[i % dim]), dim };
}

async function heldOut(rows) {
  const { ids } = JSON.parse(readFileSync(here('../fixtures/oracles/nano-l.json'), 'utf8'));
  const runner = await Runner.open(here('../models/nano-l'), { threads: 1 });
  const { blocks, hidden } = runner.shape;
  let states;
  for await (const encoding of runner.encode([ids.slice(0, rows)], { hidden: [blocks] }))
    states = Float64Array.from(encoding.hidden.get(blocks).data);
  await runner.close();
  return { rows: states, dim: hidden };
}

function ours({ rows, dim }) {
  const K = normalizeGram(gramOfRows(rows, tokens, dim), tokens);
  const picks = [];
  let gap = 0;
  const started = performance.now();
  for (let t = 1; t < tokens; t++) {
    const solution = solveLasso(lassoProblem(K, tokens, t), lambdaOfAlpha(ALPHA, dim));
    gap = Math.max(gap, solution.gap);
    picks.push([...solution.coefficients.keys()].filter((j) => solution.coefficients[j] > THRESHOLD));
  }
  return { seconds: (performance.now() - started) / 1000, picks, gap };
}

function theirs({ dim }, file, ...more) {
  const args = [here('lasso_sklearn.py'), file, String(tokens), String(dim), String(ALPHA), ...more];
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  return JSON.parse(outputOf(values.python, args, { env }));
}

const folder = mkdtempSync(join(tmpdir(), 'llmgeo-bench-'));
const table = [];
for (const [name, states] of [
  ['wandering states', wandering(tokens, 2048)],
  ['nano-l, held-out text', await heldOut(tokens)],
]) {
  const file = join(folder, 'states');
  writeFileSync(file, new Uint8Array(states.rows.buffer));
  const found = ours(states);
  const rows = theirs(states, file);
  const gram = theirs(states, file, '--gram');
  const same = found.picks.filter((picks, i) => String(picks) === String(rows.picks[i])).length;
  table.push({
    states: `${name}, d = ${states.dim}, λ = ${lambdaOfAlpha(ALPHA, states.dim).toPrecision(2)}`,
    llmgeo: found.seconds.toFixed(2),
    'scikit-learn': rows.seconds.toFixed(2),
    ratio: (rows.seconds / found.seconds).toFixed(1),
    'with its Gram': gram.seconds.toFixed(2),
    'ratio ': (gram.seconds / found.seconds).toFixed(1),
    'same picks': `${same} of ${found.picks.length}`,
    'largest gap': found.gap.toExponential(0),
  });
}
rmSync(folder, { recursive: true });
console.table(table);
