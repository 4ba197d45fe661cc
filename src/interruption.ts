/** The user stopped the run (Ctrl-C), or the reader of its output went away. */
export class Interrupted extends Error {
  constructor(message = 'interrupted') {
    super(message);
    this.name = 'Interrupted';
  }
}

/** Aborted once the run should stop; work that takes time watches its signal. */
export const interruption = new AbortController();
