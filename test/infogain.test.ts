import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { emptyFolder, llmgeo, startLlmgeo } from './support/cli.ts';
import { runHere } from './support/run-here.ts';

const TOKEN_COLUMNS =
  'model,revision,layer,text,position,token_id,token,information_gain,information_gain_per_dim,' +
  'information_gain_bound,gain,gain_per_dim,posterior_variance';
const LENGTH_COLUMNS =
  'model,revision,layer,length,texts,dim,information_gain_mean,information_gain_sem,' +
  'information_gain_per_dim_mean,information_gain_per_dim_sem,' +
  'information_gain_bound_per_dim_mean,gain_per_dim_mean,gain_per_dim_sem';

async function json(args: string[]) {
  const run = await runHere(['infogain', '--format', 'json', '--model', 'nano-xs', ...args]);
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

test('with no argument the embedded model reads the paper sentence, and says so', () => {
  const run = llmgeo(['infogain']);
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stderr, /nano-l/);
  const lines = run.stdout.trimEnd().split('\n');
  assert.equal(lines[0], TOKEN_COLUMNS);
  assert.equal(lines.length, 36);
  assert.match(lines[2], /^nano-l,main,6,0,1,\d+," London",/);
});

test('gains lie between 0 and the first, sum up, and stay below the bound', async () => {
  const { rows, summary } = await json([]);
  const first = Math.log1p(1e4) / 2;
  const { information_gain, information_gain_per_dim } = rows.at(-1);
  assert.deepEqual(summary.totals, [
    {
      model: 'nano-xs',
      revision: 'main',
      layer: 2,
      text: 0,
      tokens: rows.length,
      dim: 32,
      information_gain,
      information_gain_per_dim,
    },
  ]);
  let total = 0;
  for (const row of rows) {
    assert.ok(row.gain >= 0 && row.gain <= first);
    total += row.gain;
    assert.ok(Math.abs(row.information_gain - total) < 1e-12 * total);
    assert.ok(row.information_gain <= row.information_gain_bound);
    assert.equal(row.information_gain_per_dim, row.information_gain / 32);
    assert.ok(Math.abs(row.gain - Math.log1p(1e4 * row.posterior_variance) / 2) < 1e-12);
  }
  assert.equal(rows[0].gain, first);
});

test('several texts give one row per length, with the texts that reach it, and their mean total', async () => {
  const texts = ['The king.', 'The queen is in the garden.', ''];
  const run = await runHere(['infogain', '--model', 'nano-xs', ...texts]);
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stderr, /left out 1 empty text/);
  const lines = run.stdout.trimEnd().split('\n');
  assert.equal(lines[0], LENGTH_COLUMNS);
  const last = lines.at(-1)!.split(',');
  assert.deepEqual(last.slice(4, 6), ['1', '32'], 'one text reaches the greatest length');
  assert.deepEqual([last[7], last[9]], ['', ''], 'no standard error of one text');
  const { rows, summary } = await json(['--no-bound', ...texts]);
  assert.equal(rows[0].information_gain_sem, 0, 'the first gain is the same of all texts');
  const shorter = rows.filter(({ texts }: { texts: number }) => texts === 2).length;
  const [total] = summary.totals;
  assert.deepEqual([total.texts, total.dim, total.tokens_mean], [2, 32, (rows.length + shorter) / 2]);
  assert.ok(total.information_gain_mean < rows.at(-1).information_gain_mean);
});

test('--no-bound leaves the columns of the bound out and changes nothing else', async () => {
  for (const texts of [['The king.'], ['The king.', 'The queen.']]) {
    const [whole, without] = [await json(texts), await json(['--no-bound', ...texts])];
    assert.equal(without.meta.options.bound, false);
    for (const row of whole.rows) {
      delete row.information_gain_bound;
      delete row.information_gain_bound_per_dim_mean;
    }
    assert.deepEqual(without.rows, whole.rows);
  }
});

test('--by token keeps the texts apart by their index, skipping empty ones', async () => {
  const { rows, meta } = await json(['--by', 'token', 'The king.', '', 'The queen.']);
  assert.deepEqual([...new Set(rows.map((row: { text: number }) => row.text))], [0, 2]);
  assert.equal(meta.models[0].empty_texts_skipped, 1);
});

test('revisions of one model run one after another', async () => {
  const run = await runHere([
    'infogain',
    '--model',
    'nano-s',
    '--revision',
    'step0,step512',
    '--layer',
    '0,4,last-raw',
    '--format',
    'jsonl',
    'The king.',
  ]);
  assert.equal(run.status, 0, run.stderr);
  const rows = run.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const runs = [...new Set(rows.map(({ revision, layer }) => `${revision} ${layer}`))];
  assert.deepEqual(runs, [
    'step0 0',
    'step0 4',
    'step0 last-raw',
    'step512 0',
    'step512 4',
    'step512 last-raw',
  ]);
});

test('ids need no tokenizer and stand in the rows', async () => {
  const { rows, meta } = await json(['--ids', '12,7,9']);
  assert.deepEqual(
    rows.map((row: { token: string }) => row.token),
    ['12', '7', '9'],
  );
  assert.equal(meta.models[0].tokenizer_sha256, null);
});

test('Ctrl-C that ends what is piped in, too, is no empty stdin', async () => {
  for (const words of [
    ['infogain', '-'],
    ['plot', '-'],
  ]) {
    const child = startLlmgeo(words);
    setTimeout(() => {
      child.kill('SIGINT');
      child.stdin.end();
    }, 700);
    const [code] = await once(child, 'close');
    assert.equal(code, 130, words[0]);
  }
});

test('an id outside the vocabulary is exit 2', async () => {
  const run = await runHere(['infogain', '--model', 'nano-xs', '--ids', '1,5000']);
  assert.equal(run.status, 2);
  assert.match(run.stderr, /token id 5000 is outside the vocabulary of 1024/);
});

test('--as-printed adds the printed theorem, null where it is undefined', async () => {
  const { rows } = await json(['--as-printed', '--sigma', '2']);
  assert.ok(rows.some((row: { gain_as_printed: number | null }) => row.gain_as_printed === null));
  assert.ok(Math.abs(rows[0].gain_as_printed - rows[0].gain) < 1e-12, 'they agree at the first token');
});

test('a text longer than the context is cut with one warning, exit 0', async () => {
  const run = await runHere(['infogain', '--model', 'nano-xs', '--by', 'token', 'king '.repeat(1000)]);
  assert.equal(run.status, 0);
  assert.equal(run.stderr.match(/warning/g)?.length, 1);
  assert.match(run.stderr, /cut 1 text at 512 tokens/);
  assert.equal(run.stdout.trimEnd().split('\n').length, 513);
});

test('stdin gives one text a line', () => {
  const run = llmgeo(['infogain', '--model', 'nano-xs', '--format', 'json', '-'], 'The king.\nThe queen.\n');
  assert.equal(JSON.parse(run.stdout).meta.input.texts, 2, run.stderr);
});

test('the same command gives the same bytes, and meta no path, time or host', async () => {
  const args = ['infogain', '--model', 'nano-s', '--format', 'json', 'The king.', 'The queen is here.'];
  const [first, second] = [llmgeo(args), await runHere(args)];
  assert.equal(first.stdout, second.stdout);
  const folder = emptyFolder();
  const output = join(folder, 'out.json');
  await runHere([...args, '--model', damaged((bytes) => bytes), '-o', output]);
  const written = readFileSync(output, 'utf8');
  assert.match(written, /weights_sha256/);
  for (const secret of [hostname(), folder, String(new Date().getFullYear())])
    assert.ok(
      !written.replaceAll(/-?\d+\.\d+(e-?\d+)?|[0-9a-f]{64}/g, '').includes(secret),
      `no ${secret} in the output`,
    );
});

test('-o and --plot write the table, its meta and the figure', async () => {
  const folder = emptyFolder();
  const [csv, svg] = [join(folder, 'gain.csv'), join(folder, 'gain.svg')];
  const run = await runHere(['infogain', '--model', 'nano-xs', '-o', csv, '--plot', svg]);
  assert.equal(run.status, 0, run.stderr);
  assert.equal(run.stdout, '');
  assert.ok(readFileSync(csv, 'utf8').startsWith(TOKEN_COLUMNS));
  assert.equal(JSON.parse(readFileSync(`${csv}.meta.json`, 'utf8')).command, 'infogain');
  assert.match(readFileSync(svg, 'utf8'), /^<svg[\s\S]*nano-xs/);
  assert.deepEqual(readdirSync(folder).sort(), ['gain.csv', 'gain.csv.meta.json', 'gain.svg']);
});

test('a missing output folder is found out before the model runs', async () => {
  const run = await runHere(['infogain', '--model', './nowhere', '-o', '/nowhere/at/all.csv']);
  assert.equal(run.status, 2);
  assert.match(run.stderr, /nowhere\/at/);
});

/** A copy of nano-xs whose weights are changed on the way. */
function damaged(change: (bytes: Buffer) => Buffer): string {
  const folder = join(emptyFolder(), 'model');
  mkdirSync(folder);
  const source = new URL('../../models/nano-xs/', import.meta.url);
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
    writeFileSync(join(folder, name), readFileSync(new URL(name, source)));
  writeFileSync(
    join(folder, 'model.safetensors'),
    change(readFileSync(new URL('model.safetensors', source))),
  );
  return folder;
}

async function runDamaged(change: (bytes: Buffer) => Buffer) {
  const folder = emptyFolder();
  const run = await runHere(['infogain', '--model', damaged(change), '-o', join(folder, 'out.csv')]);
  assert.equal(run.status, 2, run.stderr);
  assert.deepEqual(readdirSync(folder), [], 'nothing is half-written');
  assert.doesNotMatch(run.stderr, /\n\s+at /, 'no stack');
  return run.stderr;
}

test('NaN weights are found and named', async () => {
  const stderr = await runDamaged((bytes) => {
    const end = bytes.length - 2;
    const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString());
    const [begin] = header['gpt_neox.layers.1.mlp.dense_h_to_4h.weight'].data_offsets;
    bytes.writeUInt16LE(0x7e00, Math.min(end, 8 + Number(bytes.readBigUInt64LE()) + begin + 20));
    return bytes;
  });
  assert.match(
    stderr,
    /gpt_neox\.layers\.1\.mlp\.dense_h_to_4h\.weight holds a value that is not finite \(element 10\)/,
  );
});

test('truncated weights and a header that lies are refused', async () => {
  assert.match(await runDamaged((bytes) => bytes.subarray(0, bytes.length - 1000)), /model\.safetensors/);
  assert.match(await runDamaged((bytes) => bytes.fill(0xff, 0, 8)), /model\.safetensors/);
});

test('a folder without weights is refused', async () => {
  const run = await runHere(['infogain', '--model', emptyFolder()]);
  assert.equal(run.status, 2);
  assert.match(run.stderr, /config\.json/);
});

test('a closed pipe ends the run silently with 0', async () => {
  const child = startLlmgeo([
    'infogain',
    '--model',
    'nano-xs',
    '--by',
    'token',
    '--file',
    heldout(),
    '--limit',
    '20', // more than a pipe holds
    '--no-bound',
    '--no-progress',
  ]);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = await once(child, 'close');
  assert.equal(code, 0);
  assert.equal(stderr, '');
});

test('Ctrl-C ends the run with 130 and leaves nothing behind', async () => {
  const folder = emptyFolder();
  const output = join(folder, 'gain.csv');
  const child = startLlmgeo(['infogain', '--file', heldout(), '-o', output]);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    // the note that names the model comes just before it is opened
    if (stderr === '') setTimeout(() => child.kill('SIGINT'), 800);
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  assert.equal(code, 130, stderr);
  assert.match(stderr, /interrupted\n {2}run it again for a result\n/, 'nothing was being downloaded');
  assert.ok(!existsSync(output));
  assert.deepEqual(readdirSync(folder), []);
});

for (const [signal, expected] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  test(`${signal} ends the wait for stdin with ${expected}`, async () => {
    const child = startLlmgeo(['infogain', '--model', 'nano-xs', '-']);
    setTimeout(() => child.kill(signal), 700);
    const [code] = await once(child, 'close');
    assert.equal(code, expected);
  });

test('an id outside the vocabulary is named by the index of its input', async () => {
  const file = join(emptyFolder(), 'ids.jsonl');
  writeFileSync(file, '{"ids": []}\n{"ids": [1]}\n{"ids": [1, 9999]}\n');
  const run = await runHere(['infogain', '--model', 'nano-xs', '--ids', file]);
  assert.equal(run.status, 2);
  assert.match(run.stderr, /text 2, position 1: token id 9999/);
});

test('a repeated model or revision runs once', async () => {
  const { meta } = await json(['--model', 'nano-xs', '--model', 'nano-s,nano-s', 'The king.']);
  assert.deepEqual(
    meta.models.map((model: { model: string }) => model.model),
    ['nano-xs', 'nano-s'],
  );
});

function heldout(): string {
  return new URL('../../models/heldout.jsonl', import.meta.url).pathname;
}
