// What a run folder costs, in turn within one sitting, after `npm run build`:
//   node bench/run-folder.mjs [--model nano-l] [--copies 2] [--reps 5] [--records 100000] [--threads 2]
// Prints the seconds of `entropy` on the held-out documents, so many times over, without and with --run, and their ratio,
// by the clock and by the processors (which other programs on the machine disturb less); how long a folder of so many small records takes to be made and scanned; and the memory of merging that many texts.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built, outputOf, readArguments } from './arguments.mjs';

const { values } = readArguments(import.meta.url, {
  model: { type: 'string', default: 'nano-l' },
  copies: { type: 'string', default: '2' },
  reps: { type: 'string', default: '5' },
  records: { type: 'string', default: '100000' },
  threads: { type: 'string', default: '2' },
});
const { openRunFolder, readRunFolder } = await built('run/folder/records/run-folder.js');

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'llmgeo-bench-'));
process.on('exit', () => rmSync(root, { recursive: true, force: true }));
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
let folders = 0;

async function seconds(task) {
  const started = performance.now();
  await task();
  return (performance.now() - started) / 1000;
}

/** Runs the command line; returns its seconds by the clock and of the processors, and its peak memory in MiB. */
async function llmgeo(...args) {
  const told = join(root, 'usage.json');
  const tell = join(root, 'tell.cjs');
  const usage = `require('node:fs').writeFileSync(${JSON.stringify(told)}, JSON.stringify(process.resourceUsage()))`;
  writeFileSync(tell, `process.on('exit', () => ${usage})`);
  const started = ['--require', tell, here('../bin/llmgeo.js'), ...args];
  const clock = await seconds(() => outputOf(process.execPath, started));
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(readFileSync(told, 'utf8'));
  return { clock, processors: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS / 1024 };
}

const newFolder = () => join(root, `run-${folders++}`);

async function costOfRun() {
  const texts = join(root, 'texts.jsonl');
  writeFileSync(texts, readFileSync(here('../models/heldout.jsonl'), 'utf8').repeat(Number(values.copies)));
  const common = ['--model', values.model, '--file', texts, '--threads', values.threads];
  const command = ['entropy', ...common, '-q', '-o', join(root, 'out.json')];
  await llmgeo(...command); // warms the cache of the disk
  const pairs = [];
  for (let rep = 0; rep < Number(values.reps); rep++)
    pairs.push({ without: await llmgeo(...command), with: await llmgeo(...command, '--run', newFolder()) });
  for (const by of ['clock', 'processors']) {
    const all = (kind) => pairs.map((pair) => pair[kind][by]);
    const ratio = median(pairs.map((pair) => pair.with[by] / pair.without[by])).toFixed(4);
    const least = (Math.min(...all('with')) / Math.min(...all('without'))).toFixed(4);
    const listed = (kind) =>
      all(kind)
        .map((time) => time.toFixed(2))
        .join(' ');
    console.log(`${by}: without ${listed('without')} s, with ${listed('with')} s`);
    console.log(`${by}: with / without ${ratio} (median of the pairs), ${least} (least of each)`);
  }
}

async function scan() {
  const path = newFolder();
  const folder = await openRunFolder(path, '--run', { bench: 'scan' });
  const record = {
    entropy: [{ nats: Math.PI, rank: Math.E, values: new Float64Array(16).fill(Math.SQRT2) }],
  };
  const count = Number(values.records);
  const made = await seconds(async () => {
    for (let i = 0; i < count; i++) await folder.put(`entropy/${'0'.repeat(32)}/call/${i}`, record);
  });
  await folder.close();
  let found = 0;
  const scanned = await seconds(async () => {
    const reader = await readRunFolder(path);
    found = [...reader.keys()].length;
    await reader.close();
  });
  if (found !== count) throw new Error(`${found} of ${count} records were found`);
  console.log(`${count} records: made in ${made.toFixed(2)} s, scanned in ${scanned.toFixed(2)} s`);
}

/** The smallest model over many small texts: what merge holds are the records of the table. */
async function merge() {
  const [path, texts] = [newFolder(), join(root, 'small.txt')];
  const count = Number(values.records);
  writeFileSync(texts, Array.from({ length: count }, (_, i) => `No ${i}.\n`).join(''));
  const output = ['-q', '-o', join(root, 'merged.csv')];
  await llmgeo('entropy', '--model', 'nano-xs', '--file', texts, '--run', path, ...output);
  const { clock, peak } = await llmgeo('merge', path, ...output);
  console.log(`merge of ${count} small texts: ${clock.toFixed(2)} s, peak memory ${peak.toFixed(0)} MiB`);
}

await costOfRun();
await scan();
await merge();
