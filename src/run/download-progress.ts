import { Interrupted } from '../errors.ts';
import type { DownloadProgress, HubOptions, HubWait } from '../hub/resolve.ts';
import type { Progress, ProgressUnit } from '../io/progress.ts';
import type { RunContext } from './context.ts';

/** Runs something that may download, with progress per file and of the time that the hub wants no requests. */
export async function withDownloadProgress<T>(
  { talk, signal }: RunContext,
  offline: boolean,
  work: (options: HubOptions) => Promise<T>,
): Promise<T> {
  let bar: Progress | undefined;
  let [shown, file] = ['', ''];
  const clear = () => {
    bar?.stop();
    [bar, shown] = [undefined, ''];
  };
  const show = (label: string, total: number, unit: ProgressUnit, done: number) => {
    if (label !== shown) {
      clear();
      bar = talk.progress({ label, total, unit });
      shown = label;
    }
    bar?.update(done);
  };
  const onProgress = (progress: DownloadProgress) => {
    file = progress.file;
    show(file, progress.total, 'bytes', progress.received);
  };
  const onWait = ({ waited, total }: HubWait) => {
    show('waiting for the hub', Math.ceil(total), 'seconds', Math.ceil(waited));
    if (waited >= total) clear();
  };
  try {
    return await work({ offline, signal, onProgress, onWait, onWarning: talk.warn });
  } catch (error) {
    if (signal.aborted && file !== '')
      throw new Interrupted(`run it again: the download of ${file} goes on where it stopped`);
    throw error;
  } finally {
    clear();
  }
}
