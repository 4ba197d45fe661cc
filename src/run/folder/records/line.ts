import { createHash } from 'node:crypto';

/** Hexadecimal digits of sha256 that stand before a record. */
const DIGITS = 32;

/**
 * What ends a line that could not be written whole (a full disk), once its writer goes on. No record ends so: JSON has
 * no such end.
 */
const GIVEN_UP = Buffer.from(' <given up>');
export const GIVEN_UP_END = Buffer.concat([GIVEN_UP, Buffer.from('\n')]);

/**
 * The line of one record, `<hash> <key> <json>\n`. The hash is over the run's identity, the key and the text of the
 * value: a line that was cut or changed, or copied from another run or to another key, no longer fits it.
 * @throws Error where the key holds anything but visible ASCII characters
 */
export function recordLine(identity: string, key: string, json: string): Buffer {
  if (!/^[!-~]+$/.test(key)) throw new Error(`"${key}" is no key of a unit`);
  const content = Buffer.from(`${key} ${json}`);
  return Buffer.concat([Buffer.from(`${hashOf(identity, content)} `), content, Buffer.from('\n')]);
}

/** The key of the record that a line (without its end) holds whole and unchanged; undefined where it does not. */
export function keyOfLine(identity: string, line: Buffer): string | undefined {
  const content = line.subarray(DIGITS + 1);
  const keyEnd = content.indexOf(0x20);
  if (keyEnd < 1 || line[DIGITS] !== 0x20) return undefined;
  if (line.toString('latin1', 0, DIGITS) !== hashOf(identity, content)) return undefined;
  return content.toString('latin1', 0, keyEnd);
}

/** The text of the value in a line that holds a record. */
export function jsonOfLine(line: Buffer): string {
  return line.toString('utf8', line.indexOf(0x20, DIGITS + 1) + 1);
}

/** True for a line that its own writer left unfinished, and said so. */
export function isGivenUp(line: Buffer): boolean {
  return line.subarray(-GIVEN_UP.length).equals(GIVEN_UP);
}

function hashOf(identity: string, content: Buffer): string {
  return createHash('sha256').update(`${identity} `).update(content).digest('hex').slice(0, DIGITS);
}
