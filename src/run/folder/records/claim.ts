import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../../errors.ts';
import { differencesInWords } from './differences.ts';
import { RUN_FILE, type Run, readRun, runText } from './run-file.ts';

/**
 * Makes `path` the folder of a run, or finds it to be already: of all processes that come at once, the first writes
 * `run.json`, and the others must agree with it.
 * @param flag the option that named the path, for messages (`--run`)
 * @returns where the folder really is, and the run as its file has it
 * @throws InputError where the folder is another run's or somebody else's; errors of the file system as they are
 */
export async function claimFolder(path: string, flag: string, run: Run): Promise<[string, Run]> {
  if (path === '' || path === '-')
    throw new InputError(`cannot write ${flag} "${path}": it names no folder`, 'name a folder, as ./runs');
  await ignoring('EEXIST', mkdir(path));
  if (!(await stat(path)).isDirectory())
    throw new InputError(`cannot write ${flag} "${path}": it is not a folder`, 'name a folder to be made');
  const folder = await realpath(path);
  const found = (await readRun(folder)) ?? (await beginRun(folder, path, flag, run));
  if (found.identity !== run.identity) throw anotherRun(path, flag, found, run);
  return [folder, found];
}

async function beginRun(folder: string, path: string, flag: string, run: Run): Promise<Run> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  // another process may have begun the run since the look at run.json
  const found = names.length > 0 ? await readRun(folder) : undefined;
  if (found) return found;
  if (names.length > 0) throw notOwn(path, flag, names);
  await writeFirst(folder, runText(run));
  return (await readRun(folder)) ?? run;
}

/**
 * Makes `run.json` appear whole, unless it is there. A link never replaces a file. Where there are no links (FAT, some
 * network folders) a rename must do: of two runs that begin in the same moment the later replaces the earlier, whose
 * records then fit no run and are noticed.
 */
async function writeFirst(folder: string, text: string): Promise<void> {
  const file = join(folder, RUN_FILE);
  const temporary = join(folder, `.${RUN_FILE}-${process.pid}-${randomBytes(8).toString('hex')}`);
  try {
    await writeSafely(temporary, text);
    await link(temporary, file).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') await rename(temporary, file);
    });
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(folder);
}

async function writeSafely(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the names in a folder outlast a loss of power, on systems that can. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

/** Waits for work that may fail with one code of the system. */
export async function ignoring(code: string, work: Promise<unknown>): Promise<void> {
  await work.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== code) throw error;
  });
}

function notOwn(path: string, flag: string, names: string[]): InputError {
  const shown = names.slice(0, 3).join(', ') + (names.length > 3 ? ', ...' : '');
  return new InputError(
    `cannot write ${flag} "${path}": the folder holds files, but no run (${shown})`,
    'name a new or an empty folder',
  );
}

function anotherRun(path: string, flag: string, was: Run, is: Run): InputError {
  const changes = differencesInWords({ ...was.description }, { ...is.description });
  return new InputError(
    `${flag} ${path} holds another run: ${changes}`,
    'name another folder, or give the options and texts that the run was begun with',
  );
}
