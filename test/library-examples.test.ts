import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
// inside the package, so that its own name leads to what it exports
const FOLDER = join(ROOT, 'dist', 'examples');
const STRICT = [
  '--strict',
  '--module',
  'nodenext',
  '--target',
  'es2022',
  '--lib',
  'es2023,esnext.disposable',
];

interface Example {
  name: string;
  code: string;
}

function examplesIn(page: string): Example[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return Array.from(text.matchAll(/^```ts\n(.*?)^```/gms), ([, code], i) => ({
    name: `${page.replaceAll(/\W/g, '-')}-${i + 1}`,
    code,
  }));
}

const examples = [...examplesIn('README.md'), ...examplesIn('docs/library.md')];

after(() => rmSync(FOLDER, { recursive: true, force: true }));

test('every example of the library compiles as strict TypeScript, and runs to its end by itself', async (t) => {
  assert.ok(examples.length >= 6);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  const files = examples.map(({ name, code }) => {
    const file = join(FOLDER, `${name}.mts`);
    writeFileSync(file, code);
    return file;
  });
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [compiler, ...STRICT, '--ignoreConfig', '--types', 'node', ...files]).catch(
    ({ stdout }) => assert.fail(String(stdout)),
  );
  for (const file of files)
    await t.test(file.slice(FOLDER.length + 1), async () => {
      const { stdout } = await run(process.execPath, [file.replace(/mts$/, 'mjs')], { timeout: 60_000 });
      assert.match(stdout, /\d/);
    });
});

test('a runner that is never closed lets the process end, also where its caller left early', async () => {
  const program = `
    import { resolveModel, Runner } from 'llmgeo';
    const { folder } = await resolveModel('nano-xs');
    const runner = await Runner.open(folder);
    for await (const _ of runner.encode(Array(64).fill(Array(64).fill(7)), { gram: [0] })) break;
  `;
  await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: ROOT, timeout: 60_000 });
});
