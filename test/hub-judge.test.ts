import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PYTHON = process.env.LLMGEO_PYTHON ?? 'python3';
const hasHub = spawnSync(PYTHON, ['-c', 'import huggingface_hub']).status === 0;
const skip = !hasHub && `${PYTHON} has no huggingface_hub (LLMGEO_PYTHON names another Python)`;

test("Python's huggingface_hub and llmgeo read each other's cache", { skip }, async (t) => {
  const judge = fileURLToPath(new URL('../../fixtures/hub/judge.py', import.meta.url));
  const env = { ...process.env, LLMGEO_NODE: process.execPath };
  const { stdout } = await promisify(execFile)(PYTHON, [judge], { env }).catch((error) => error);
  const lines: string[] = stdout.trim().split('\n');
  t.diagnostic(lines[0]);
  assert.deepEqual(lines.filter((line) => !line.startsWith('PASS')).slice(1), []);
  assert.ok(lines.filter((line) => line.startsWith('PASS')).length >= 25, stdout);
});
