/** A claim in a few words, what it came to, and what was found. */
export interface FindingLine {
  number: number;
  title: string;
  verdict: string;
  found: string;
}

/** Narrower than any terminal; wider lines are hard to read. */
const [LEAST_WIDTH, MOST_WIDTH] = [20, 100];
const INDENT = '    ';

/** Claims to read in a terminal: a line with the verdict on each, and below it the sentence, broken at the width. */
export function* findingLines(findings: readonly FindingLine[], columns: number): Generator<string> {
  const width = Math.min(Math.max(columns, LEAST_WIDTH), MOST_WIDTH);
  for (const { number, title, verdict, found } of findings) {
    yield wrapped(`${String(number).padStart(2)}  ${title}: ${verdict}`, width);
    yield wrapped(`${INDENT}${found}`, width);
  }
}

/** Words in lines of at most so many characters, all but the first indented; a longer word has a line of its own. */
function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) /)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = INDENT + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return `${[...lines, line].join('\n')}\n`;
}
