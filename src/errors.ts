/**
 * Exit codes of the command line: 1 the work failed, 2 the command line or the input is wrong, 75 (`EX_TEMPFAIL` of
 * sysexits.h) trying again may help: the network, a rate limit, a full disk, too little memory.
 */
export type ExitCode = 1 | 2 | 75;

/** An error a user can act on: one line that names the bad value, and a second that says what to do. */
export class LlmgeoError extends Error {
  readonly hint: string;
  readonly exitCode: ExitCode;

  constructor(message: string, hint: string, exitCode: ExitCode = 1, cause?: unknown) {
    super(message, { cause });
    this.name = new.target.name;
    this.hint = hint;
    this.exitCode = exitCode;
  }
}

/** The command line, a text, a file or a checkpoint given by the user is wrong (exit 2). */
export class InputError extends LlmgeoError {
  constructor(message: string, hint: string, cause?: unknown) {
    super(message, hint, 2, cause);
  }
}

/** The error of an allocation that failed, in JavaScript or in ONNX Runtime; undefined for any other. */
export function outOfMemory(error: unknown): LlmgeoError | undefined {
  if (error instanceof LlmgeoError) return undefined;
  const { message = '', code } = (error ?? {}) as { message?: string; code?: string };
  const failed = /allocation failed|failed to allocate|bad_alloc|out of memory/i.test(message);
  if (!failed && code !== 'ERR_WORKER_OUT_OF_MEMORY') return undefined;
  return new LlmgeoError(
    `the memory ran out: ${message.split('\n')[0]}`,
    'use --max-tokens, fewer layers or a smaller model, or try again when other programs have ended',
    75,
    error,
  );
}

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
