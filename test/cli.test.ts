import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { BIN, emptyFolder, llmgeo } from './support/cli.ts';
import { type Ended, runHere } from './support/run-here.ts';

/** An error is one line that names the bad value, a second that says what to do, and no stack. */
function assertError(run: Ended | ReturnType<typeof llmgeo>, status: number, message: RegExp): void {
  assert.equal(run.status, status, run.stderr);
  const lines = run.stderr.trimEnd().split('\n');
  const at = lines.findIndex((line) => line.startsWith('llmgeo: error: '));
  assert.ok(at >= 0, run.stderr);
  assert.match(lines[at], message);
  assert.equal(lines.length, at + 2, `two lines, the second a hint: ${run.stderr}`);
  assert.match(
    lines[at + 1],
    /^ {2}(?!(?!Theorem)[A-Z][a-z]* ).*[^.]$/,
    'one style: lower case, no full stop',
  );
  assert.equal(run.stdout, '');
}

test('--help lists the commands and loads no heavy package', () => {
  const hooks =
    'data:text/javascript,import{writeSync}from"node:fs";' +
    'export async function resolve(s,c,n){const r=await n(s,c);writeSync(2,r.url);return r}';
  const register = `data:text/javascript,import{register}from"node:module";register(${JSON.stringify(hooks)})`;
  const run = spawnSync(process.execPath, ['--import', register, BIN, '--help'], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stdout, /infogain[\s\S]*models/);
  assert.match(run.stderr, /commander/, 'the hook sees imports');
  assert.doesNotMatch(run.stderr, /onnxruntime|huggingface|vega|napi-rs|ml-matrix|protobufjs|worker\.js/);
});

test('no command prints the help, --version the version, and with -v what a report of a defect needs', async () => {
  const help = await runHere([]);
  assert.match(help.stdout, /Usage: llmgeo/);
  assert.equal(help.status, 0);
  const { version, dependencies } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const ort = dependencies['onnxruntime-node'];
  assert.equal(llmgeo(['--version']).stdout, `${version}\n`);
  assert.equal(
    llmgeo(['--version', '-v']).stdout,
    `llmgeo ${version}\nNode ${process.version}\nONNX Runtime ${ort}\n${process.platform} ${process.arch}\n`,
  );
});

test('a wrong command line is exit 2 and names what is wrong', async () => {
  assertError(llmgeo(['infogian']), 2, /infogian/);
  assertError(await runHere(['infogain', '--sigam', '1']), 2, /--sigam/);
  const dashed = await runHere(['infogain', '-5 degrees']);
  assertError(dashed, 2, /-5 degrees/);
  assert.match(dashed.stderr, /goes after --: -- "-5 degrees"/);
  assertError(await runHere(['infogain', '--sigma', '0']), 2, /--sigma "0"/);
  assertError(await runHere(['infogain', '--sigma', 'x']), 2, /--sigma "x"/);
  assertError(await runHere(['infogain', '--sigma', '1e200']), 2, /1e\+?200/);
  assertError(await runHere(['infogain', '--sigma', '1e-9']), 2, /too small for 35 tokens/);
  assertError(await runHere(['infogain', '--threads', '100000']), 2, /--threads "100000"/);
  assertError(await runHere(['infogain', '--dataset', 'hh-rlhf', '--ids', '1']), 2, /several sources/);
  assertError(await runHere(['infogain', '--limit', '0']), 2, /--limit "0"/);
  assertError(await runHere(['infogain', '--by', 'word']), 2, /--by "word"/);
  assertError(await runHere(['infogain', '--device', 'tpu']), 2, /--device "tpu"/);
  assertError(await runHere(['infogain', '--layer', '9']), 2, /--layer 9/);
  assertError(await runHere(['infogain', '--layer', 'top']), 2, /--layer "top"/);
  assertError(await runHere(['infogain', '--format', 'xml']), 2, /xml/);
  assertError(await runHere(['infogain', '--plot', 'a.gif']), 2, /gif/);
  assertError(await runHere(['infogain', '--as-printed', 'a b', 'c d']), 2, /--as-printed/);
  assertError(await runHere(['infogain', '--model', 'pythia-3b']), 2, /pythia-3b/);
  assertError(await runHere(['infogain', '--model', './nowhere']), 2, /nowhere/);
  assertError(await runHere(['infogain', 'text', '--ids', '1,2']), 2, /several sources/);
});

test('a device this machine lacks is exit 2, never another device', async () => {
  assertError(
    await runHere(['infogain', '--device', process.platform === 'darwin' ? 'dml' : 'coreml']),
    2,
    /no such device/,
  );
});

test('a model that is not there is exit 1 when offline', () => {
  assertError(llmgeo(['infogain', '--model', 'pythia-70m']), 1, /pythia-70m/);
});

test('an empty text alone is exit 2', async () => {
  assertError(await runHere(['infogain', '']), 2, /the text is empty/);
});

// with ids, since the tokenizer's library switches the telemetry of ONNX Runtime off by itself
test('nothing is left in the home folder, not even by ONNX Runtime', () => {
  const home = emptyFolder();
  const env = { ...process.env, HOME: home, XDG_CACHE_HOME: '', CI: '' };
  const run = spawnSync(process.execPath, [BIN, 'infogain', '--model', 'nano-xs', '--ids', '1,2,3'], {
    encoding: 'utf8',
    env,
  });
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(readdirSync(home), []);
});
