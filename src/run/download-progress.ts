import { Interrupted } from '../errors.ts';
import type { DownloadProgress, HubOptions } from '../hub/resolve.ts';
import type { Progress } from '../io/progress.ts';
import type { RunContext } from './context.ts';

/** Runs something that may download, with progress per file. */
export async function withDownloadProgress<T>(
  { talk, signal }: RunContext,
  offline: boolean,
  work: (options: HubOptions) => Promise<T>,
): Promise<T> {
  let bar: Progress | undefined;
  let current = '';
  const onProgress = ({ file, received, total }: DownloadProgress) => {
    if (file !== current) {
      bar?.stop();
      bar = talk.progress({ label: file, total, unit: 'bytes' });
      current = file;
    }
    bar?.update(received);
  };
  try {
    return await work({ offline, signal, onProgress, onWarning: talk.warn });
  } catch (error) {
    if (signal.aborted && current !== '')
      throw new Interrupted(`run it again: the download of ${current} goes on where it stopped`);
    throw error;
  } finally {
    bar?.stop();
  }
}
