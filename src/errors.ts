/** Exit codes of the command line: 1 the work failed, 2 the command line or the input is wrong. */
export type ExitCode = 1 | 2;

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
