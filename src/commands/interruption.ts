/** Aborted once this process should stop: by a signal, or because the reader of its output went away. */
export const interruption = new AbortController();
