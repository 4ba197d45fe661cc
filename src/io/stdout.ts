import { LlmgeoError } from '../errors.ts';
import { isFull } from '../full-disk.ts';

let closed = false;

/** True once the reader of stdout has gone (`llmgeo ... | head -1`): then the run ends with exit 0. */
export function stdoutClosed(): boolean {
  return closed;
}

/**
 * Watches for a closed pipe. `onClosed` is called once, when a write finds that nobody reads stdout; it
 * should abort the work, since ending the process here could cut native code short. A closed stderr is
 * ignored: results matter more than talk.
 */
export function onClosedPipe(onClosed: () => void): void {
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' || closed) return;
    closed = true;
    onClosed();
  });
}

/**
 * Writes to stdout, piece by piece at the pace of the reader. Ends quietly when the reader has gone.
 * @throws LlmgeoError where the write fails otherwise (a full disk behind a redirection)
 */
export async function writeStdout(chunks: Iterable<string | Uint8Array>): Promise<void> {
  const ignore = (): void => {};
  // A failed write also emits 'error', which would end the process if nobody listened.
  process.stdout.on('error', ignore);
  try {
    for (const chunk of chunks) {
      if (closed) return;
      const error = await writeOnce(chunk);
      if (error?.code === 'EPIPE') return;
      if (error) throw writeError(error);
    }
  } finally {
    // The event follows the callback, so the listener outlives this turn of the loop.
    setImmediate(() => process.stdout.off('error', ignore));
  }
}

function writeError(error: Error): LlmgeoError {
  return new LlmgeoError(
    `cannot write to stdout: ${error.message}`,
    'free some space, or write to another place with -o FILE',
    isFull(error) ? 75 : 1,
    error,
  );
}

function writeOnce(chunk: string | Uint8Array): Promise<NodeJS.ErrnoException | null | undefined> {
  return new Promise((resolve) => process.stdout.write(chunk, resolve));
}
