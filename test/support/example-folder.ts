import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BIN, emptyFolder } from './cli.ts';

/** The path of a file of examples/. */
export function examplePath(name: string): string {
  return fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));
}

/** Why a test that runs `program` is skipped; false where it is here. */
export function without(program: string): string | false {
  const found = spawnSync('which', [program]).status === 0;
  return !found && `no ${program} here (test/support/install-engines.sh)`;
}

/** The built command line as `llmgeo` on the PATH, for a shell script that stands there. */
export const REAL_LLMGEO = `exec "${process.execPath}" "${BIN}" "$@"`;

/** A folder with a file of examples/ in it, and an environment whose `llmgeo` is a shell script. */
export interface ExampleFolder {
  folder: string;
  env: NodeJS.ProcessEnv;
  /** Runs a program there and gives what came out; LLMGEO_SHARDS and engines that run this test are not its own. */
  run(program: string, args: string[]): { status: number | null; stdout: string; stderr: string };
}

/**
 * @param script what `llmgeo` on the PATH does
 * @param engineEnv what the engine's commands need in the environment
 */
export function exampleFolder(
  file: string,
  script: string,
  engineEnv: NodeJS.ProcessEnv = {},
): ExampleFolder {
  const folder = emptyFolder();
  copyFileSync(file, join(folder, basename(file)));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'llmgeo'), `#!/bin/bash\n${script}\n`);
  chmodSync(join(bin, 'llmgeo'), 0o755);
  const own = Object.entries(process.env).filter(([name]) => !/^(SLURM_|PARALLEL_|LLMGEO_SHARDS)/.test(name));
  const env = {
    ...Object.fromEntries(own),
    ...engineEnv,
    PATH: `${bin}:${process.env.PATH}`,
    HOME: folder,
    HF_HUB_OFFLINE: '1',
  };
  return {
    folder,
    env,
    run: (program, args) =>
      spawnSync(program, args, { cwd: folder, env, encoding: 'utf8', maxBuffer: 1 << 26 }),
  };
}
