import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { BIN, emptyFolder, llmgeo } from './support/cli.ts';

/** An error is one line that names the bad value, a second that says what to do, and no stack. */
function assertError(run: ReturnType<typeof llmgeo>, status: number, message: RegExp): void {
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

test('no command prints the help, --version the version, and with -v what a report of a defect needs', () => {
  const help = llmgeo([]);
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

test('a wrong command line is exit 2 and names what is wrong', () => {
  assertError(llmgeo(['infogian']), 2, /infogian/);
  assertError(llmgeo(['infogain', '--sigam', '1']), 2, /--sigam/);
  const dashed = llmgeo(['infogain', '-5 degrees']);
  assertError(dashed, 2, /-5 degrees/);
  assert.match(dashed.stderr, /goes after --: -- "-5 degrees"/);
  assertError(llmgeo(['infogain', '--sigma', '0']), 2, /--sigma "0"/);
  assertError(llmgeo(['infogain', '--sigma', 'x']), 2, /--sigma "x"/);
  assertError(llmgeo(['infogain', '--sigma', '1e200']), 2, /1e\+?200/);
  assertError(llmgeo(['infogain', '--sigma', '1e-9']), 2, /too small for 35 tokens/);
  assertError(llmgeo(['infogain', '--threads', '100000']), 2, /--threads "100000"/);
  assertError(llmgeo(['infogain', '--dataset', 'hh-rlhf', '--ids', '1']), 2, /several sources/);
  assertError(llmgeo(['infogain', '--limit', '0']), 2, /--limit "0"/);
  assertError(llmgeo(['infogain', '--by', 'word']), 2, /--by "word"/);
  assertError(llmgeo(['infogain', '--device', 'tpu']), 2, /--device "tpu"/);
  assertError(llmgeo(['infogain', '--layer', '9']), 2, /--layer 9/);
  assertError(llmgeo(['infogain', '--layer', 'top']), 2, /--layer "top"/);
  assertError(llmgeo(['infogain', '--format', 'xml']), 2, /xml/);
  assertError(llmgeo(['infogain', '--plot', 'a.gif']), 2, /gif/);
  assertError(llmgeo(['infogain', '--as-printed', 'a b', 'c d']), 2, /--as-printed/);
  assertError(llmgeo(['infogain', '--model', 'pythia-3b']), 2, /pythia-3b/);
  assertError(llmgeo(['infogain', '--model', './nowhere']), 2, /nowhere/);
  assertError(llmgeo(['infogain', 'text', '--ids', '1,2']), 2, /several sources/);
});

test('a device this machine lacks is exit 2, never another device', () => {
  assertError(
    llmgeo(['infogain', '--device', process.platform === 'darwin' ? 'dml' : 'coreml']),
    2,
    /no such device/,
  );
});

test('a model that is not there is exit 1 when offline', () => {
  assertError(llmgeo(['infogain', '--model', 'pythia-70m']), 1, /pythia-70m/);
});

test('an empty text alone is exit 2', () => {
  assertError(llmgeo(['infogain', '']), 2, /the text is empty/);
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
