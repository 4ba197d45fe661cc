import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Capture, Encoding } from '../src/model/capture.ts';
import { Runner } from '../src/model/runner.ts';
import { readHeader } from '../src/model/safetensors.ts';
import { captureOf } from '../src/run/extract.ts';
import { BIN, emptyFolder, startLlmgeo } from './support/cli.ts';
import { runHere } from './support/run-here.ts';

const PYTHON = process.env.LLMGEO_PYTHON ?? 'python3';
const hasLibraries = spawnSync(PYTHON, ['-c', 'import numpy, safetensors.numpy']).status === 0;
const noPython = !hasLibraries && `${PYTHON} lacks numpy or safetensors (LLMGEO_PYTHON names another Python)`;

const NANO_XS = fileURLToPath(new URL('../../models/nano-xs', import.meta.url));
const HELDOUT = fileURLToPath(new URL('../../models/heldout.jsonl', import.meta.url));
const IDS = [12, 7, 9, 100, 7];

interface Entry {
  model: string;
  revision: string | null;
  weights?: string;
  layer: number | string | null;
  block: number | null;
  text: number;
  kind: string;
  name: string;
  dtype: string;
  shape: number[];
  file: string;
}
interface Manifest {
  command: string;
  options: Record<string, unknown>;
  models: { weights: string }[];
  tensors: Entry[];
  files: Record<string, { bytes: number; sha256: string }>;
}

async function extract(args: string[]) {
  const folder = join(emptyFolder(), 'out');
  const run = await runHere(['extract', '--model', 'nano-xs', '-o', folder, ...args]);
  assert.equal(run.status, 0, run.stderr);
  assert.equal(run.stdout, '');
  const text = readFileSync(join(folder, 'manifest.json'), 'utf8');
  return { folder, stderr: run.stderr, text, manifest: JSON.parse(text) as Manifest };
}

/** The bytes of a tensor, taken out of either kind of file. */
async function storedBytes(folder: string, { file, name }: Entry): Promise<Buffer> {
  const path = join(folder, file);
  const bytes = readFileSync(path);
  if (file.endsWith('.npy')) return bytes.subarray(10 + bytes.readUInt16LE(8));
  const { begin, end } = (await readHeader(path)).get(name)!;
  return bytes.subarray(begin, end);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: NodeJS.TypedArray) =>
  Buffer.from(buffer, byteOffset, byteLength);

async function encode(ids: number[], capture: Capture): Promise<Encoding> {
  const runner = await Runner.open(NANO_XS);
  try {
    for await (const encoding of runner.encode([ids], capture)) return encoding;
    throw new Error('nothing was encoded');
  } finally {
    await runner.close();
  }
}

/** What the runner gives for the ids, in bytes and by the names that `extract` uses. */
async function expectedBytes(): Promise<Map<string, Buffer>> {
  const layers = [0, 1, 2, 'last-raw'] as const;
  const attention = { blocks: [0, 1], heads: 'all', rows: 'all' } as const;
  const encoding = await encode(IDS, {
    hidden: [...layers],
    gram: [...layers],
    attention: { ...attention, blocks: [0, 1] },
  });
  const expected = new Map([['input_ids', bytesOf(BigInt64Array.from(IDS, BigInt))]]);
  for (const [layer, { data }] of encoding.hidden) expected.set(`hidden.${layer}`, bytesOf(data));
  for (const [layer, data] of encoding.gram) expected.set(`gram.${layer}`, bytesOf(data));
  for (const [block, { data }] of encoding.attention) expected.set(`attention.${block}`, bytesOf(data));
  return expected;
}

const EVERYTHING = [
  '--ids',
  IDS.join(),
  '--layer',
  'all,last-raw',
  '--hidden',
  '--gram',
  '--attention',
  'full',
];
const SHAPES: Record<string, [string, number[]]> = {
  ids: ['int64', [5]],
  hidden: ['float32', [5, 32]],
  gram: ['float64', [5, 5]],
  attention: ['float32', [2, 5, 5]],
};

for (const format of ['safetensors', 'npy']) {
  test(`${format}: every tensor has the bits that the runner gives`, async () => {
    const { folder, manifest } = await extract([...EVERYTHING, '--format', format]);
    const expected = await expectedBytes();
    assert.deepEqual(manifest.tensors.map(({ name }) => name).sort(), [...expected.keys()].sort());
    for (const entry of manifest.tensors) {
      assert.deepEqual([entry.dtype, entry.shape], SHAPES[entry.kind], entry.name);
      assert.ok((await storedBytes(folder, entry)).equals(expected.get(entry.name)!), entry.name);
    }
    const onDisk = readdirSync(folder, { recursive: true }).filter((name) => /\./.test(String(name)));
    assert.deepEqual(onDisk.sort(), [...Object.keys(manifest.files), 'manifest.json'].sort());
    for (const [name, { bytes, sha256 }] of Object.entries(manifest.files)) {
      const content = readFileSync(join(folder, name));
      assert.deepEqual([content.length, createHash('sha256').update(content).digest('hex')], [bytes, sha256]);
    }
  });

  test(`${format}: Python reads the same values`, { skip: noPython }, async (t) => {
    const { folder } = await extract([...EVERYTHING, '--format', format]);
    const reader = fileURLToPath(new URL('../../fixtures/read_tensors.py', import.meta.url));
    const { versions, tensors } = JSON.parse(execFileSync(PYTHON, [reader, folder], { encoding: 'utf8' }));
    t.diagnostic(JSON.stringify(versions));
    const expected = await expectedBytes();
    assert.equal(tensors.length, expected.size);
    for (const { name, values } of tensors)
      assert.equal(values, createHash('sha256').update(expected.get(name)!).digest('hex'), name);
  });
}

test('with nothing chosen, hidden states of the last layer are written', async () => {
  const { manifest, stderr } = await extract(['The king.']);
  const about = manifest.tensors.map(({ name, layer, block }) => [name, layer, block]);
  assert.deepEqual(about, [
    ['input_ids', null, null],
    ['hidden.2', 2, null],
  ]);
  assert.match(stderr, /wrote 2 tensors, [\d,]+ bytes, to .*out/);
});

test('the mean of the heads and the last row are parts of the full attention', async () => {
  const floats = async (part: string, shape: number[]) => {
    const { folder, manifest } = await extract(['--ids', IDS.join(), '--attention', part]);
    assert.deepEqual(
      manifest.tensors.map(({ name }) => name),
      ['input_ids', 'attention.1'],
    );
    assert.deepEqual(manifest.tensors[1].shape, shape);
    const bytes = await storedBytes(folder, manifest.tensors[1]);
    return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
  };
  const full = await floats('full', [2, 5, 5]);
  const near = (found: number[], expected: number[]) => {
    assert.equal(found.length, expected.length);
    for (const [i, value] of found.entries()) assert.ok(Math.abs(value - expected[i]) < 1e-6);
  };
  near(
    await floats('mean', [5, 5]),
    full.slice(0, 25).map((value, i) => (value + full[25 + i]) / 2),
  );
  near(await floats('last-row', [2, 5]), [...full.slice(20, 25), ...full.slice(45, 50)]);
});

test('attention is of the block that makes a layer, once, and the embedding has none', () => {
  const wanted = { hidden: false, gram: false, attention: 'mean' } as const;
  const blocks = (layers: (number | 'last-raw')[]) => captureOf(wanted, layers, 6).attention?.blocks;
  assert.deepEqual(blocks([0, 1, 3, 6, 'last-raw']), [0, 2, 5]);
  assert.deepEqual(captureOf({ ...wanted, hidden: true }, [0], 6), { hidden: [0] });
});

test('several texts, revisions and models each have their place; empty texts are left out', async () => {
  const { manifest } = await extract([
    '--model',
    'nano-s',
    '--revision',
    'main',
    'The king.',
    '',
    'A queen.',
  ]);
  assert.deepEqual(Object.keys(manifest.files), [
    'nano-xs/text-00000.safetensors',
    'nano-xs/text-00002.safetensors',
    'nano-s/text-00000.safetensors',
    'nano-s/text-00002.safetensors',
  ]);
});

test('--control has a folder of its own and says so', async () => {
  const { folder, manifest, text } = await extract(['--control', '--seed', '3', '--ids', IDS.join()]);
  assert.deepEqual(Object.keys(manifest.files), [
    'nano-xs/text-00000.safetensors',
    'nano-xs-untrained/text-00000.safetensors',
  ]);
  assert.deepEqual(
    manifest.tensors.map(({ weights }) => weights),
    ['trained', 'trained', 'untrained', 'untrained'],
  );
  const [trained, untrained] = manifest.tensors.filter(({ kind }) => kind === 'hidden');
  assert.ok(!(await storedBytes(folder, trained)).equals(await storedBytes(folder, untrained)));
  assert.match(text, /"weights":"untrained","weights_seed":3/);
});

test('a safetensors file says what it is of', async () => {
  const { folder } = await extract(['--ids', IDS.join()]);
  const bytes = readFileSync(join(folder, 'nano-xs/text-00000.safetensors'));
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE())));
  const { model, revision, text, weights_sha256 } = header.__metadata__;
  assert.deepEqual([model, revision, text], ['nano-xs', 'main', '0']);
  assert.match(weights_sha256, /^\{"model\.safetensors":"[0-9a-f]{64}"\}$/);
});

test('models in folders are named by the folder, two of one name apart', async () => {
  const root = emptyFolder();
  for (const parent of ['a', 'b']) cpSync(NANO_XS, join(root, parent, 'my model'), { recursive: true });
  const out = join(root, 'out');
  const models = ['a', 'b'].flatMap((parent) => ['--model', join(root, parent, 'my model')]);
  const run = await runHere(['extract', ...models, '--ids', '1,2', '-o', out]);
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(readdirSync(out).sort(), ['manifest.json', 'my-model', 'my-model-2']);
});

test('the same command gives the same bytes, also over an earlier result; no time, host or path is told', async () => {
  const args = ['--hidden', '--gram', 'The king.', 'A queen.'];
  const first = await extract(args);
  const { folder } = await extract(['--format', 'npy', '--layer', 'all', 'Other words.']);
  const again = await runHere(['extract', '--model', 'nano-xs', '-o', folder, ...args]);
  assert.equal(again.status, 0, again.stderr);
  assert.match(again.stderr, /replacing what llmgeo \S+ extract wrote to .* on \d{4}-\d\d-\d\d\n/);
  assert.doesNotMatch(first.stderr, /replacing/);
  assert.deepEqual(readdirSync(folder, { recursive: true }), readdirSync(first.folder, { recursive: true }));
  for (const name of ['manifest.json', ...Object.keys(first.manifest.files)]) {
    const content = readFileSync(join(folder, name));
    assert.ok(content.equals(readFileSync(join(first.folder, name))), name);
    for (const secret of [hostname(), folder, first.folder]) assert.ok(!content.includes(secret));
  }
});

test('wrong flags are exit 2, name themselves and make no folder', async () => {
  const root = emptyFolder();
  writeFileSync(join(root, 'file'), '');
  mkdirSync(join(root, 'others'));
  writeFileSync(join(root, 'others', 'thesis.txt'), '');
  const at = (name: string) => ['-o', join(root, name)];
  const cases: [string[], RegExp][] = [
    [[], /none is named\n.*-o FOLDER/],
    [[...at('none/out')], /none does not exist\n.*mkdir -p/],
    [[...at('file')], /file": it is not a folder/],
    [[...at('others')], /not of llmgeo extract \(thesis\.txt\)\n.*new or an empty folder/],
    [[...at('out'), '--format', 'csv'], /--format "csv" is unknown\n.*safetensors, npy/],
    [[...at('out'), '--attention', 'all'], /--attention "all" is unknown\n.*full, mean, last-row/],
    [[...at('out'), '--attention', 'mean', '--layer', '0'], /--attention with --layer 0/],
    [[...at('out'), '--layer', '9'], /--layer 9: the model has the layers 0 to 2/],
    [[...at('out'), '--plot', 'x.svg'], /--plot/],
  ];
  for (const [args, message] of cases) {
    const run = await runHere(['extract', '--model', 'nano-xs', ...args, 'The king.']);
    assert.equal(run.status, 2, args.join(' '));
    assert.match(run.stderr, message);
  }
  assert.deepEqual(readdirSync(root).sort(), ['file', 'others']);
});

test('what cannot be written ends the run with 1, whole files and no manifest', {
  skip: process.platform === 'win32' && 'needs ulimit',
}, () => {
  const folder = join(emptyFolder(), 'out');
  // The first text is small; the limit on a file's length stands in for a full disk.
  const args = [
    'extract',
    '--model',
    'nano-xs',
    '--attention',
    'full',
    '-o',
    folder,
    'A.',
    'king '.repeat(400),
  ];
  const script = 'ulimit -f 200; exec "$0" "$@"';
  const run = spawnSync('sh', ['-c', script, process.execPath, BIN, ...args], { encoding: 'utf8' });
  assert.equal(run.status, 1, run.stderr);
  assert.match(run.stderr, /warning: .*out is unfinished \(whole files: 1, no manifest\.json\)/);
  assert.match(run.stderr, /error: cannot write .*text-00001\.safetensors: EFBIG.*\n.*free some space/);
  assert.deepEqual(readdirSync(join(folder, 'nano-xs')), ['text-00000.safetensors']);
});

test('Ctrl-C leaves whole files, says that they are not all, and the same command starts over', async () => {
  const folder = join(emptyFolder(), 'out');
  const corpus = join(emptyFolder(), 'corpus.jsonl');
  writeFileSync(corpus, readFileSync(HELDOUT, 'utf8').repeat(20));
  const child = startLlmgeo(['extract', '--model', 'nano-xs', '--file', corpus, '-o', folder]);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const watch = setInterval(() => {
    if (!existsSync(join(folder, 'nano-xs'))) return;
    clearInterval(watch); // a second signal would end the process at once
    child.kill('SIGINT');
  }, 20);
  const [code] = await once(child, 'close');
  clearInterval(watch);
  assert.equal(code, 130, stderr);
  assert.match(stderr, /unfinished \(whole files: \d+, no manifest\.json\)[\s\S]*interrupted/);
  assert.ok(!existsSync(join(folder, 'manifest.json')));
  for (const name of readdirSync(join(folder, 'nano-xs')))
    assert.ok((await readHeader(join(folder, 'nano-xs', name))).has('hidden.2'), name);
  const again = await runHere(['extract', '--model', 'nano-xs', '--ids', '1,2', '-o', folder]);
  assert.equal(again.status, 0, again.stderr);
  assert.deepEqual(readdirSync(join(folder, 'nano-xs')), ['text-00000.safetensors']);
  assert.ok(!existsSync(join(folder, 'unfinished.txt')));
});
