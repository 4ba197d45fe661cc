// Runs all tests, or the files of dist/test that are named, one more at once than there are processors: node --test by
// itself leaves one idle, which of two is half, and some tests wait for other programs. It would also sort the files.
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { run } from 'node:test';
import { spec, tap } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

/** What takes longest comes first, so that none of it is left to run alone in the end. */
const LONGEST = [
  'run-kill',
  'examples-slurm',
  'reproduce',
  'docs-commands',
  'examples',
  'run-reproduce',
  'webgpu',
  'embed',
].map((name) => `${name}.test.js`);

process.chdir(fileURLToPath(new URL('../', import.meta.url)));
const named = process.argv.slice(2);
const names = named.length > 0 ? named : allTests();
const files = names.map((name) => resolve('dist/test', name));
run({ files, concurrency: availableParallelism() + 1 })
  .on('test:fail', () => {
    process.exitCode = 1;
  })
  .compose(process.stdout.isTTY ? new spec() : tap)
  .pipe(process.stdout);

function allTests() {
  const rank = (name) => (LONGEST.includes(name) ? LONGEST.indexOf(name) : LONGEST.length);
  return readdirSync('dist/test')
    .filter((name) => name.endsWith('.test.js'))
    .sort((a, b) => rank(a) - rank(b));
}
