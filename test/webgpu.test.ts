import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ATTENTION_TOLERANCE, HIDDEN_TOLERANCE } from './support/parity.ts';

/** Debian's chromium package brings a Vulkan driver that needs no GPU. */
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';
const skip = existsSync(SWIFTSHADER)
  ? false
  : `no SwiftShader here (${SWIFTSHADER}; Debian's chromium has it)`;

function onWebgpu(args: string[]) {
  return spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, VK_ICD_FILENAMES: SWIFTSHADER, LD_LIBRARY_PATH: dirname(SWIFTSHADER) },
  });
}

test('WebGPU gives the same states and attention as the reference, with nothing left to the CPU', {
  skip,
}, (t) => {
  const script = fileURLToPath(new URL('support/device-parity.js', import.meta.url));
  const { stdout, stderr, status } = onWebgpu([script, 'webgpu']);
  assert.equal(status, 0, stderr);
  const { hidden, attention, ran } = JSON.parse(stdout);
  t.diagnostic(`hidden ${hidden.toExponential(1)}, attention ${attention.toExponential(1)}`);
  assert.equal(ran, 'webgpu');
  assert.ok(hidden < HIDDEN_TOLERANCE, `hidden states differ by ${hidden}`);
  assert.ok(attention < ATTENTION_TOLERANCE, `attention differs by ${attention}`);
});

test('the command line says that it ran on WebGPU', { skip }, () => {
  const bin = fileURLToPath(new URL('../../bin/llmgeo.js', import.meta.url));
  const run = onWebgpu([
    bin,
    'infogain',
    'The king',
    '--model',
    'nano-xs',
    '--device',
    'webgpu',
    '--format',
    'json',
  ]);
  assert.equal(run.status, 0, run.stderr);
  assert.equal(JSON.parse(run.stdout).meta.models[0].device, 'webgpu');
});
