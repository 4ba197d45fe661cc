import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors.ts';
import { type FolderOwner, readContents } from './folder-owner.ts';
import { OutputFolder } from './output-folder.ts';
import { resolveTarget } from './target.ts';

export type { FolderOwner } from './folder-owner.ts';
export type { OutputFolder } from './output-folder.ts';

/**
 * Checks, before any slow work, that a command can fill the folder `path`: missing (its parent is not made), empty,
 * or left by an earlier run of the same command. Nothing is written until the first file is.
 * @param flag the option that named the path, for messages (`-o`)
 * @throws InputError where the parent is missing, nothing can be written there, `path` is no folder, or it holds files
 * that are not the command's own
 */
export async function openFolder(path: string, flag: string, owner: FolderOwner): Promise<OutputFolder> {
  if (path === '-')
    throw new InputError(`cannot write ${flag} -: a folder does not go to stdout`, 'name a folder, as ./-');
  const found = path === '' ? undefined : await stat(path).catch(() => undefined);
  if (!found) {
    const target = await resolveTarget(path.replace(/(?<=.)\/+$/, ''), flag);
    return new OutputFolder(target.path, owner, []);
  }
  if (!found.isDirectory())
    throw new InputError(`cannot write ${flag} "${path}": it is not a folder`, 'name a folder to be made');
  const folder = await realpath(path);
  await resolveTarget(join(folder, owner.marker), flag);
  const { earlier, finished, foreign } = await readContents(folder, owner);
  if (foreign.length > 0) throw notOwn(path, flag, owner, foreign);
  return new OutputFolder(folder, owner, earlier, finished);
}

function notOwn(path: string, flag: string, { command }: FolderOwner, names: string[]): InputError {
  const shown = names.slice(0, 3).join(', ') + (names.length > 3 ? ', ...' : '');
  return new InputError(
    `cannot write ${flag} "${path}": the folder holds files that are not of llmgeo ${command} (${shown})`,
    `name a new or an empty folder; one that llmgeo ${command} wrote before is replaced`,
  );
}
