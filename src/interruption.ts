/** The user stopped the run (Ctrl-C), or the reader of its output went away. */
export class Interrupted extends Error {
  /** What to do about it. */
  readonly hint: string;

  constructor(hint = 'run it again for a result') {
    super('interrupted');
    this.name = new.target.name;
    this.hint = hint;
  }
}

/** Aborted once the run should stop; work that takes time watches its signal. */
export const interruption = new AbortController();
