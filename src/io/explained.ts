import { LlmgeoError } from '../errors.ts';
import { isFull } from '../full-disk.ts';

/** Names the file in what the operating system says; other errors (from a generator) pass unchanged. */
export async function explained<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new LlmgeoError(
      `cannot write ${path}: ${error.message}`,
      'free some space, or choose another place',
      isFull(error) ? 75 : 1,
      error,
    );
  }
}
