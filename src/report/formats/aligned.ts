import Table from 'cli-table3';

/** The library's time and memory grow with the square of the rows it is given at once. */
const ROWS_PER_PIECE = 100;
/** What surely takes one column per character in a terminal: ASCII and the signs that stand for whitespace. */
const NARROW = /^[\x20-\x7e·⏎⇥]*$/;
const BETWEEN = '  ';

const NO_LINES = Object.fromEntries(
  ['top', 'bottom', 'left', 'mid', 'right'].flatMap((side) =>
    ['', '-mid', '-left', '-right'].map((part) => [side + part, '']),
  ),
);

/**
 * Cells as lines in columns two spaces apart, header first, in pieces of a hundred lines.
 * @param right per column: whether it stands on the right
 */
export function* alignedLines(header: string[], rows: string[][], right: boolean[]): Generator<string> {
  const widths = columnWidths(header, rows);
  yield draw([header], widths, right);
  for (let start = 0; start < rows.length; start += ROWS_PER_PIECE) {
    yield draw(rows.slice(start, start + ROWS_PER_PIECE), widths, right);
  }
}

/** How wide the lines of `alignedLines` are in a terminal. */
export function widthOfLines(header: string[], rows: string[][]): number {
  const between = BETWEEN.length * Math.max(0, header.length - 1);
  return columnWidths(header, rows).reduce((sum, width) => sum + width, between);
}

function columnWidths(header: string[], rows: string[][]): number[] {
  return header.map((name, column) => widthOf([name, ...rows.map((row) => row[column]!)]));
}

/** The widest of some cells as a terminal shows them (Chinese and emoji take two columns). */
function widthOf(cells: string[]): number {
  const narrow = cells.filter((cell) => NARROW.test(cell));
  const others = [...new Set(cells.filter((cell) => !NARROW.test(cell)))];
  const measured = others.map((cell) => {
    const table = emptyTable([], []);
    table.push([cell]);
    return table.width;
  });
  return [...narrow.map((cell) => cell.length), ...measured].reduce((a, b) => Math.max(a, b), 0);
}

function draw(rows: string[][], widths: number[], right: boolean[]): string {
  const table = emptyTable(widths, right);
  table.push(...rows);
  return `${table.toString().replace(/ +$/gm, '')}\n`;
}

function emptyTable(widths: number[], right: boolean[]) {
  return new Table({
    chars: { ...NO_LINES, middle: BETWEEN },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: [...widths],
    colAligns: right.map((isRight) => (isRight ? 'right' : 'left')),
  });
}
