// Runs all tests, or the files of dist/test that are named, as many at once as there are processors: node --test by itself
// leaves one idle, which of two is half.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('../', import.meta.url)));
const named = process.argv.slice(2);
const files = named.length > 0 ? named : readdirSync('dist/test').filter((name) => name.endsWith('.test.js'));
const { status } = spawnSync(
  process.execPath,
  ['--test', `--test-concurrency=${availableParallelism()}`, ...files.map((name) => `dist/test/${name}`)],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
