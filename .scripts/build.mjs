// Compiles beside dist/ and then puts the new folder in its place: no file whose source is gone remains, and an llmgeo
// that is used meanwhile never meets half a build.
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

process.chdir(fileURLToPath(new URL('../', import.meta.url)));
const [DIST, FRESH, OLD] = ['dist', 'dist.new', 'dist.old'];
const remove = (folder) => rmSync(folder, { recursive: true, force: true });

for (const folder of [FRESH, OLD]) remove(folder);
const tsc = [process.execPath, ['node_modules/typescript/bin/tsc', '--outDir', FRESH]];
const { status } = spawnSync(...tsc, { stdio: 'inherit' });
if (status !== 0) {
  remove(FRESH);
  process.exit(status ?? 1);
}
const { manPage } = await import(pathToFileURL(`${FRESH}/src/commands/man-page.js`));
writeFileSync(`${FRESH}/llmgeo.1`, await manPage());
if (existsSync(DIST)) renameSync(DIST, OLD);
renameSync(FRESH, DIST);
remove(OLD);
