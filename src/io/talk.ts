import { flowed } from '../report/terminal/text.ts';
import { escapeControls } from '../report/visible.ts';

const INDENT = '  ';

let quiet = false;
let clearLine = (): void => {};

/** Silences notes (`--quiet`). Warnings remain: they say that the numbers are not what was asked for. */
export function setQuiet(value: boolean): void {
  quiet = value;
}

/** Sets what clears a progress bar from the line before a message takes it. */
export function setClearLine(clear: () => void): void {
  clearLine = clear;
}

/** Tells the user something on stderr, one line: `llmgeo: MESSAGE`. */
export function note(message: string): void {
  if (!quiet) say(message);
}

/** Warns the user on stderr, one line that names cause and remedy: `llmgeo: warning: MESSAGE`. */
export function warn(message: string): void {
  say(`warning: ${message}`);
}

function say(message: string): void {
  clearLine();
  tell(`llmgeo: ${escapeControls(message)}`);
}

/** On a terminal a long message is broken between words and its further lines set in; a path is never broken. */
function tell(message: string, indent = ''): void {
  const { isTTY, columns } = process.stderr;
  const lines = isTTY && columns > 0 ? flowed(message, columns - indent.length, INDENT) : [message];
  for (const line of lines) process.stderr.write(`${indent}${line}\n`);
}

/** Tells of the error that ends a run: one line that names the bad value, a second that says what to do. */
export function fail(message: string, hint: string): void {
  say(`error: ${message}`);
  tell(escapeControls(hint), INDENT);
}
