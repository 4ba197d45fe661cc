import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, relative } from 'node:path';

/** What systems say that know no symbolic links, or do not let this user make them (Windows). */
const NO_SYMLINKS = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];

/**
 * Puts a blob into a snapshot under the file's own name: by a relative symbolic link, so that the cache can be
 * moved. Where links are not possible, a new blob itself is moved there and an old one copied, as Python does.
 */
export async function placePointer(
  blob: string,
  pointer: string,
  options: { symlinks: boolean; isNew: boolean },
): Promise<void> {
  await mkdir(dirname(pointer), { recursive: true });
  if (options.symlinks && (await tryLink(relative(dirname(pointer), blob), pointer))) return;
  if (options.isNew) return rename(blob, pointer);
  const copy = `${blob}.${randomBytes(4).toString('hex')}.incomplete`;
  await copyFile(blob, copy);
  await rename(copy, pointer);
}

async function tryLink(target: string, pointer: string): Promise<boolean> {
  for (let again = false; ; again = true) {
    try {
      await symlink(target, pointer, 'file');
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code && NO_SYMLINKS.includes(code)) return false;
      if (code !== 'EEXIST' || again) throw error;
      // Another process was as quick with the same link, or an old link points to another or a deleted blob.
      if ((await readlink(pointer).catch(() => null)) === target) return true;
      await rm(pointer, { force: true });
    }
  }
}
