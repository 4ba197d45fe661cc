import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Which files of src/ import which package; type-only imports cost nothing at run time and do not count. */
function packagesBySource(): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const file of readdirSync(join(ROOT, 'src'), { recursive: true }).map(String)) {
    if (!file.endsWith('.ts')) continue;
    const source = readFileSync(join(ROOT, 'src', file), 'utf8');
    const imports = source.matchAll(
      /(?:^import (?!type )[^;]*?from |^import |import\(|resolve\()['`]([^'./][^'`]*)['`]/gm,
    );
    for (const [, specifier] of imports) {
      if (specifier.startsWith('node:')) continue;
      const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
      users.set(name, [...new Set([...(users.get(name) ?? []), file])]);
    }
  }
  return users;
}

test('every dependency enters at exactly one file, and every one is used', () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const users = packagesBySource();
  assert.deepEqual([...users.keys()].sort(), Object.keys(dependencies).sort());
  for (const [name, files] of users)
    assert.equal(files.length, 1, `${name} is imported by ${files.join(', ')}`);
});

test('onnxruntime-node is the version transformers brings, so that one copy is installed', () => {
  const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
  const { dependencies } = read('node_modules/@huggingface/transformers/package.json');
  assert.equal(read('package.json').dependencies['onnxruntime-node'], dependencies['onnxruntime-node']);
});

test('the lock file names no download address', () => {
  assert.doesNotMatch(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'), /"resolved":/);
});

test('the lock file keeps the install script of ONNX Runtime from running', () => {
  // it fetches CUDA libraries from another server, and fails npm ci where it cannot; npm runs what the lock announces
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  assert.equal(
    packages['node_modules/onnxruntime-node'].hasInstallScript,
    undefined,
    'npm has written it anew: delete that line of package-lock.json',
  );
  const { allowScripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  assert.equal(allowScripts['onnxruntime-node'], false, 'npm 11 and later, for npm install');
});
