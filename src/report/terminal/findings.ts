import { flowed } from './text.ts';

/** A claim in a few words, what it came to, and what was found. */
export interface FindingLine {
  number: number;
  title: string;
  verdict: string;
  found: string;
}

/** Longer lines are hard to read. */
const MOST_WIDTH = 100;
const INDENT = '    ';

/** Claims to read in a terminal: a line with the verdict on each, and below it the sentence, broken at the width. */
export function* findingLines(findings: readonly FindingLine[], width: number): Generator<string> {
  const room = Math.min(width, MOST_WIDTH) - INDENT.length;
  for (const { number, title, verdict, found } of findings) {
    const lines = [...flowed(`${title}: ${verdict}`, room), ...flowed(found, room)];
    const ordinal = `${String(number).padStart(2)}  `;
    yield lines.map((line, i) => `${i === 0 ? ordinal : INDENT}${line}\n`).join('');
  }
}
