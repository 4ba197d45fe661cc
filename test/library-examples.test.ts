import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { consumerOf } from './support/consumer.ts';
import { DOORS, type Door, type Exported, exportsOf, ROOT } from './support/doors.ts';

const run = promisify(execFile);
const PAGES = ['README.md', 'docs/library.md'];

/** Compares what an example gives with the value beside it: numbers to the digits that stand there. */
const CHECK = `
const about = (a: number, b: number) => Object.is(a, b) || Math.abs(a - b) <= 1e-4 * Math.abs(b) + 1e-12;
function alike(a: any, b: any): boolean {
  if (typeof b === 'number') return about(a, b);
  if (typeof b !== 'object' || b === null) return a === b;
  const keys = Object.keys(b);
  return keys.length === Object.keys(a).length && keys.every((key) => alike(a[key], b[key]));
}
export function check(actual: unknown, expected: unknown): void {
  if (!alike(actual, expected)) throw new Error(\`\${JSON.stringify(actual)} is not \${JSON.stringify(expected)}\`);
}
`;

/** Runs every example and page in one process, which must end by itself, and says of each how it went. */
const RUNNER = `
import { examples } from './examples.mjs';
const pages = PAGES.map((name) => [name, () => import('./' + name + '.mjs')]);
for (const [name, work] of [...Object.entries(examples), ...pages])
  await work().then(() => console.log('ok ' + name), (error) => console.log('failed ' + name + ': ' + error));
`;

function pagePrograms(): Record<string, string> {
  const programs = PAGES.flatMap((page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    return Array.from(text.matchAll(/^```ts\n(.*?)^```/gms), ([, code], i) => {
      return [`${page.replaceAll(/\W/g, '-')}-${i + 1}`, code];
    });
  });
  return Object.fromEntries(programs);
}

/** A line that says what its expression gives becomes a comparison. */
function checked(line: string): string {
  return line.replace(/^(\s*)(?!const |for )(.+); \/\/ (.+)$/, '$1check($2, $3);');
}

function examplesModule(all: readonly Exported[]): string {
  const code = all.map(({ door, name, example }) => {
    return `'${door} ${name}': async () => {\n${example.map(checked).join('\n')}\n},`;
  });
  const body = code.join('\n');
  const imports = (Object.keys(DOORS) as Door[]).map((door) => {
    const values = exportsOf(door).filter(({ isValue }) => isValue);
    const used = values.filter(({ name }) => new RegExp(`\\b${name}\\b(?!['"])`).test(body));
    return `import { ${used.map(({ name }) => name).join(', ')} } from '${door}';`;
  });
  const type = 'Record<string, () => Promise<void>>';
  return `${imports.join('\n')}\nimport { check } from './check.mjs';\nexport const examples: ${type} = {\n${body}\n};\n`;
}

test('the package, once installed: its examples and pages compile strictly, with and without the types of Node, and run', async (t) => {
  const all = (Object.keys(DOORS) as Door[]).flatMap(exportsOf);
  const withExample = all.filter(({ example }) => example.length > 0);
  const pages = pagePrograms();
  assert.ok(withExample.length >= 40 && Object.keys(pages).length >= 6);
  const sources = Object.entries(pages).map(([name, code]) => [`${name}.mts`, code]);
  const { folder, errors } = await consumerOf({
    ...Object.fromEntries(sources),
    'check.mts': CHECK,
    'examples.mts': examplesModule(withExample),
  });
  assert.deepEqual(errors, { bare: '', typed: '' });
  writeFileSync(join(folder, 'run.mjs'), RUNNER.replace('PAGES', JSON.stringify(Object.keys(pages))));
  writeFileSync(join(folder, 'result.csv'), 'token,gain\na,0.5\n');
  const env = { ...process.env, HF_HUB_OFFLINE: '1' };
  const { stdout } = await run(process.execPath, ['run.mjs'], { cwd: folder, env, timeout: 120_000 });
  for (const name of [...withExample.map(({ door, name }) => `${door} ${name}`), ...Object.keys(pages)])
    await t.test(name, () => {
      const said = stdout.split('\n').find((line) => /^(ok|failed) /.test(line) && line.includes(` ${name}`));
      assert.equal(said, `ok ${name}`);
    });
});

test('a model that is never closed lets the process end, also where its caller left early', async () => {
  const program = `
    import { openModel } from 'llmgeo';
    const model = await openModel('nano-xs');
    for await (const _ of model.encode(Array(64).fill(Array(64).fill(7)), { gram: [0] })) break;
  `;
  await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: ROOT, timeout: 60_000 });
});
