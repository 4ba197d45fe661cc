import { InputError, LlmgeoError } from '../../../errors.ts';
import { isFull } from '../../../full-disk.ts';

/** What the system says of a path that the user chose wrongly, not of a disk in trouble. */
const WRONG_PATH = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG'];

/** The error of a folder that cannot be opened for a run; errors that are not of the system pass unchanged. */
export function cannotOpen(path: string, flag: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT')
    return new InputError(
      `cannot write ${flag} "${path}": the folder it would lie in does not exist`,
      'make that folder first, or choose another place',
      error,
    );
  if (code !== undefined && WRONG_PATH.includes(code))
    return new InputError(
      `cannot write ${flag} "${path}": ${message}`,
      'choose a folder you can write to',
      error,
    );
  return cannotWrite(path, error);
}

/** The error of a record that cannot be written; errors that are not of the system pass unchanged. */
export function cannotWrite(folder: string, error: unknown): unknown {
  if (!(error instanceof Error && 'syscall' in error)) return error;
  const isLater = isFull(error);
  return new LlmgeoError(
    `cannot write to the run folder ${folder}: ${error.message}`,
    isLater
      ? 'free some space and give the same command again: it goes on where it stopped'
      : 'when the folder can be written again, the same command goes on where it stopped',
    isLater ? 75 : 1,
    error,
  );
}
