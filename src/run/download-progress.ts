import type { DownloadProgress, HubOptions } from '../hub/resolve.ts';
import { Interrupted, interruption } from '../interruption.ts';
import { type Progress, startProgress } from '../io/progress.ts';
import { warn } from '../io/talk.ts';

/** Runs something that may download, with a bar per file on stderr. */
export async function withDownloadProgress<T>(
  showProgress: boolean,
  offline: boolean,
  work: (options: HubOptions) => Promise<T>,
): Promise<T> {
  let bar: Progress | undefined;
  let current = '';
  const onProgress = ({ file, received, total }: DownloadProgress) => {
    if (file !== current) {
      bar?.stop();
      bar = startProgress({ label: file, total, unit: 'bytes', enabled: showProgress });
      current = file;
    }
    bar?.update(received);
  };
  try {
    return await work({ offline, signal: interruption.signal, onProgress, onWarning: warn });
  } catch (error) {
    if (interruption.signal.aborted && current !== '')
      throw new Interrupted(`run it again: the download of ${current} goes on where it stopped`);
    throw error;
  } finally {
    bar?.stop();
  }
}
