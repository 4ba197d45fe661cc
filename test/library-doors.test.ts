import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DOORS, type Door, exportsOf, ROOT } from './support/doors.ts';

const doors = Object.keys(DOORS) as Door[];

for (const door of doors) {
  test(`${door}: what it exports is what its declarations say, each with a docstring`, async () => {
    const all = exportsOf(door);
    const values = all.filter(({ isValue }) => isValue).map(({ name }) => name);
    assert.deepEqual(Object.keys(await import(door)).sort(), values.sort());
    const bare = all.filter(({ declared, docstring }) => declared === '' || docstring.length < 20);
    assert.deepEqual(
      bare.map(({ name }) => name),
      [],
    );
  });

  test(`${door}: every function has an example of one to five lines`, () => {
    const functions = exportsOf(door).filter(({ declared }) => declared.includes('function'));
    assert.ok(functions.length > 0);
    const wrong = functions.filter(({ example }) => example.length < 1 || example.length > 5);
    assert.deepEqual(
      wrong.map(({ name }) => name),
      [],
    );
  });
}

test('nothing is behind two doors but the errors, for which a browser has one door only', () => {
  const all = doors.flatMap((door) => exportsOf(door).map(({ name }) => name));
  const twice = all.filter((name, i) => all.indexOf(name) < i);
  assert.deepEqual(twice, ['InputError', 'LlmgeoError']);
});

test('the metrics need no Node: neither they nor what they import', () => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const walk = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    const code = readFileSync(file, 'utf8');
    assert.doesNotMatch(withoutComments(code), /\b(Buffer|process|require|__dirname)\b|node:/, file);
    for (const [, specifier] of code.matchAll(/(?:from |import |import\()['"]([^'"]+)['"]/g))
      if (specifier.startsWith('.')) walk(join(file, '..', specifier));
      else packages.add(specifier.split('/')[0]);
  };
  walk(join(ROOT, 'dist/src/metrics/index.js'));
  assert.ok(seen.size > 40);
  // each is plain JavaScript that browsers run
  assert.deepEqual([...packages].sort(), ['ml-matrix', 'pure-rand', 'umap-js']);
});

function withoutComments(code: string): string {
  return code.replace(/\/\*.*?\*\/|^\s*\/\/[^\n]*$/gms, '');
}
