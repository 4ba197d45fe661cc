// Tokens per second of the forward pass on a checkpoint folder; prints one JSON object:
//   node bench/forward.mjs FOLDER --tokens 512 --reps 5 --threads 2 --capture gram|hidden|mean|full
// gram: float64 Gram of the last layer; hidden: all hidden states; mean and full: these and every layer's attention.
import { built, readArguments } from './arguments.mjs';
import { tokenIds } from './token-ids.mjs';

const options = {
  tokens: { type: 'string', default: '512' },
  reps: { type: 'string', default: '5' },
  threads: { type: 'string' },
  capture: { type: 'string', default: 'full' },
};
const { values, positionals, refuse } = readArguments(import.meta.url, options, ['FOLDER']);
if (!['gram', 'hidden', 'mean', 'full'].includes(values.capture))
  refuse(`--capture "${values.capture}" is unknown`);
const { Runner } = await built('model/runner.js');

function captureOf(kind, { blocks }) {
  const all = Array.from({ length: blocks }, (_, block) => block);
  const hidden = [...all, blocks];
  if (kind === 'gram') return { gram: [blocks] };
  if (kind === 'hidden') return { hidden };
  return { hidden, attention: { blocks: all, heads: kind === 'mean' ? 'mean' : 'all', rows: 'all' } };
}

const threads = values.threads && Number(values.threads);
const runner = await Runner.open(positionals[0], { threads: threads || undefined });
const capture = captureOf(values.capture, runner.shape);
const ids = tokenIds(Number(values.tokens), runner.shape.vocabulary);
const rates = [];
for (let rep = 0; rep <= Number(values.reps); rep++) {
  const started = performance.now();
  for await (const _ of runner.encode([ids], capture));
  if (rep > 0) rates.push((1000 * ids.length) / (performance.now() - started)); // the first pass warms up
}
await runner.close();
const peak = process.resourceUsage().maxRSS * 1024;
const report = { tokens: ids.length, threads: runner.threads, capture: values.capture };
console.log(
  JSON.stringify({ ...report, tokens_per_second: rates, peak_rss_bytes: peak, node: process.version }),
);
