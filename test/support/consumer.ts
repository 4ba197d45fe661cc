import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { emptyFolder } from './cli.ts';
import { ROOT } from './doors.ts';

const run = promisify(execFile);

/** What a strict program of today compiles with; `skipLibCheck` is off, so that our own types are checked too. */
const STRICT = {
  strict: true,
  noUncheckedIndexedAccess: true,
  module: 'nodenext',
  target: 'es2022',
  skipLibCheck: false,
  preserveSymlinks: true, // packages are links here, and shall not see what lies beside them at home
};

/** A project that has installed llmgeo, with sources that are compiled without the types of Node, and with them. */
export interface Consumer {
  /** Where the sources lie that know nothing of Node, compiled. */
  folder: string;
  /** What the compiler said, of each; empty where it found nothing. */
  errors: { bare: string; typed: string };
}

/**
 * Makes a project of its own from the tarball that npm would publish, without a network: the packages that llmgeo needs are
 * links to those of this checkout.
 * @param sources by the name of the file
 */
export async function consumerOf(sources: Record<string, string>): Promise<Consumer> {
  const project = emptyFolder();
  await install(project);
  const bare = write(project, 'bare', sources, { lib: ['es2023', 'dom', 'esnext.disposable'], types: [] });
  const typed = write(project, 'typed', sources, { lib: ['es2023', 'esnext.disposable'], types: ['node'] });
  for (const name of ['@types/node', 'undici-types']) link(name, typed);
  const errors = await Promise.all([compile(bare), compile(typed)]);
  return { folder: bare, errors: { bare: errors[0], typed: errors[1] } };
}

async function install(project: string): Promise<void> {
  const pack = ['pack', '--ignore-scripts', '--json', '--offline', '--pack-destination', project];
  const { stdout } = await run('npm', pack, {
    cwd: ROOT,
    env: { ...process.env, npm_config_cache: project },
  });
  const [{ filename }] = JSON.parse(stdout);
  const installed = join(project, 'node_modules', 'llmgeo');
  mkdirSync(installed, { recursive: true });
  await run('tar', ['-xzf', join(project, filename), '--strip-components=1', '-C', installed]);
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  for (const [path, { dev }] of Object.entries<{ dev?: boolean }>(packages)) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    if (name && !dev) link(name, project);
  }
}

function link(name: string, project: string): void {
  const target = join(ROOT, 'node_modules', name);
  const path = join(project, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(target)) symlinkSync(target, path, 'junction');
}

function write(project: string, name: string, sources: Record<string, string>, own: object): string {
  const folder = join(project, name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(sources)) writeFileSync(join(folder, file), text);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...STRICT, ...own } }));
  return folder;
}

async function compile(folder: string): Promise<string> {
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  return run(process.execPath, [compiler, '-p', folder], { cwd: folder }).then(
    () => '',
    ({ stdout, stderr }) => `${stdout}${stderr}`,
  );
}
