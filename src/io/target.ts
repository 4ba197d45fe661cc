import { randomBytes } from 'node:crypto';
import { access, constants, open, readlink, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../errors.ts';

/**
 * A place that output can go: standard output; a stream that is written as it is (a FIFO, a device, an open
 * descriptor); or a regular file, there already or not, that is replaced as a whole.
 */
export interface Target {
  kind: 'stdout' | 'stream' | 'file';
  path: string;
}

/** Where output goes that no flag sends elsewhere. */
export const STDOUT: Target = { kind: 'stdout', path: '/dev/stdout' };

/**
 * Checks, before any slow work, that `path` can be written, and finds out how. Folders are never created; `-` is stdout.
 * @param flag the option that named the path, for messages (`-o`)
 * @throws InputError where the folder is missing or unwritable, or the path is no file
 */
export async function resolveTarget(path: string, flag: string): Promise<Target> {
  if (/^(-|\/dev\/stdout|\/dev\/fd\/1|\/proc\/self\/fd\/1)$/.test(path)) return STDOUT;
  const found = await statOrMissing(path, flag);
  if (!found) {
    const real = await throughLink(resolve(path));
    await checkFolder(real, path, flag);
    return { kind: 'file', path: real };
  }
  if (found.isDirectory() || path.endsWith('/'))
    throw refusal(path, flag, 'it is a folder', 'name a file in it');
  await access(path, constants.W_OK).catch((cause) => {
    throw refusal(
      path,
      flag,
      'the file is not writable',
      'choose another file, or change its permissions',
      cause,
    );
  });
  const isDescriptor = /^\/(dev\/fd|dev\/std|proc\/[^/]+\/fd)/.test(path);
  if (found.isFIFO() || found.isCharacterDevice() || isDescriptor) return { kind: 'stream', path };
  if (!found.isFile()) throw refusal(path, flag, 'it is neither a file nor a pipe', 'name a file');
  // Through a link, the file it points at is replaced, not the link.
  const real = await realpath(path);
  await checkFolder(real, path, flag);
  return { kind: 'file', path: real };
}

/** Where a link points whose file is not there yet; any other path as it is. */
async function throughLink(path: string): Promise<string> {
  const target = await readlink(path).catch(() => undefined);
  return target === undefined ? path : throughLink(resolve(dirname(path), target));
}

/** A fresh name in the folder of `path` for a file that is still being written. */
export function temporaryName(path: string): string {
  return join(dirname(path), `.llmgeo-${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
}

async function statOrMissing(path: string, flag: string) {
  try {
    return await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (path === '' || path.endsWith('/'))
      throw refusal(path, flag, 'it names no file', 'name a file', error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw refusal(path, flag, reasonOf(error), 'choose another file', error);
  }
}

/** Permissions alone do not tell (root, read-only mounts, /proc), so a file is made there and removed. */
async function checkFolder(real: string, path: string, flag: string): Promise<void> {
  const folder = dirname(real);
  const found = await stat(folder).catch((cause) => {
    throw refusal(
      path,
      flag,
      `the folder ${folder} does not exist`,
      `make it first: mkdir -p ${folder}`,
      cause,
    );
  });
  if (!found.isDirectory()) throw refusal(path, flag, `${folder} is not a folder`, 'choose another place');
  const probe = temporaryName(real);
  try {
    await (await open(probe, 'wx')).close();
    await rm(probe);
  } catch (cause) {
    throw refusal(
      path,
      flag,
      `the folder ${folder} is not writable`,
      'choose a folder you can write to',
      cause,
    );
  }
}

function refusal(path: string, flag: string, reason: string, hint: string, cause?: unknown): InputError {
  return new InputError(`cannot write ${flag} "${path}": ${reason}`, hint, cause);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
