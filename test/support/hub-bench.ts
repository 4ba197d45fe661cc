import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { HubOptions } from '../../src/hub/resolve.ts';
import { commitOf, type HubRepo, modelFiles } from './hub-content.ts';
import { type HubServer, startHubServer } from './hub-server.ts';

export const REPO = 'EleutherAI/pythia-70m';
export const MAIN = commitOf('a');

/** A hub, an empty cache and options that join them; all gone when the test ends. */
export interface Bench {
  hub: HubServer;
  repos: Record<string, HubRepo>;
  /** The files of REPO at main. */
  files: HubRepo['commits'][string];
  cache: string;
  /** The cache folder of REPO. */
  folder: string;
  env: NodeJS.ProcessEnv;
  options: HubOptions;
  warnings: string[];
}

/** Sets up a hub that holds one small model. */
export async function openBench(t: TestContext, files = modelFiles()): Promise<Bench> {
  const repos: Record<string, HubRepo> = { [REPO]: { refs: { main: MAIN }, commits: { [MAIN]: files } } };
  const hub = await startHubServer(repos);
  const cache = await mkdtemp(join(tmpdir(), 'llmgeo-hub-'));
  t.after(async () => {
    await hub.close();
    await rm(cache, { recursive: true, force: true });
  });
  const env = { HOME: cache, HF_HUB_CACHE: cache, HF_ENDPOINT: hub.url, HF_HUB_DOWNLOAD_TIMEOUT: '0.3' };
  const warnings: string[] = [];
  const options = { env, onWarning: (message: string) => void warnings.push(message) };
  return {
    hub,
    repos,
    files,
    cache,
    folder: join(cache, 'models--EleutherAI--pythia-70m'),
    env,
    options,
    warnings,
  };
}

/** Every file below a folder as `path -> content`, links as `-> target`. */
export async function listFolder(folder: string): Promise<Record<string, string>> {
  const listing: Record<string, string> = {};
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (entry.isSymbolicLink()) listing[name] = `-> ${await readlink(path)}`;
    else if (entry.isFile()) listing[name] = await readFile(path, 'latin1');
  }
  return listing;
}

/** Runs support/pull.ts, which resolves one model, in a process of its own. */
export function spawnPull(
  env: NodeJS.ProcessEnv,
  model: string,
): { child: ChildProcess; done: Promise<{ code: number | null; output: string }> } {
  const script = fileURLToPath(new URL('pull.js', import.meta.url));
  const child = spawn(process.execPath, [script, model], {
    env: { ...env, PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const done = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, output })),
  );
  return { child, done };
}
