import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The command line as users start it. */
export const BIN = fileURLToPath(new URL('../../../bin/llmgeo.js', import.meta.url));

/** Runs the built command line in an empty home, without network, and gives what came out. */
export function llmgeo(args: string[], input = '') {
  const env = { ...process.env, HOME: emptyFolder(), HF_HUB_OFFLINE: '1', XDG_CACHE_HOME: '' };
  return spawnSync(process.execPath, [BIN, ...args], { encoding: 'utf8', input, env, maxBuffer: 1 << 28 });
}

/** Starts the built command line without waiting for it. */
export function startLlmgeo(args: string[]) {
  return spawn(process.execPath, [BIN, ...args], { env: { ...process.env, HF_HUB_OFFLINE: '1' } });
}

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A fresh folder that is removed when the tests of this file have ended. */
export function emptyFolder(): string {
  folders.push(mkdtempSync(join(tmpdir(), 'llmgeo-test-')));
  return folders.at(-1)!;
}
