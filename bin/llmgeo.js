#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';

/** What a fresh clone, a half-made one or an old Node lacks: one line, and a second that says what to do. */
function refuse(message, hint) {
  process.stderr.write(`llmgeo: error: ${message}\n  ${hint}\n`);
  process.exit(1);
}

const isThere = (path) => existsSync(new URL(path, import.meta.url));
const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const needed = engines.node.replace('>=', '');
if (needed.localeCompare(process.versions.node, 'en', { numeric: true }) > 0)
  refuse(`llmgeo needs Node ${needed} or later, and this is ${process.version}`, 'install a newer Node');
// in a clone only: an installed package has its own dist, and its dependencies may lie above it
if (isThere('../src') && !isThere('../node_modules'))
  refuse('the packages that llmgeo needs are not installed', 'run npm ci first');
if (!isThere('../dist/src/cli.js')) refuse('llmgeo is not built', 'run npm run build first');

const { main } = await import('../dist/src/cli.js');
await main(process.argv.slice(2));
