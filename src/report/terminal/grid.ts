import { BETWEEN, type Column, type Fitted } from './fit.ts';
import type { Page } from './page.ts';
import { painted } from './paint.ts';
import { cut, padded, wrapped } from './text.ts';

/** Lines of a table, header first; a cell of many words takes several. */
export function* gridLines({ kept }: Fitted, page: Page): Generator<string> {
  const rows = kept[0]?.column.cells.length ?? 0;
  const header = kept.map(({ column: { style, right }, width }) => padded(style.heading, width, right));
  yield painted(header.join(BETWEEN).trimEnd(), 'heading', page);
  for (let row = 0; row < rows; row++) {
    const cells = kept.map(({ column, width }) => cellLines(column, row, width, page));
    const height = cells.reduce((most, lines) => Math.max(most, lines.length), 1);
    for (let line = 0; line < height; line++)
      yield kept
        .map(({ column, width }, i) => aligned(column, cells[i][line] ?? '', width, page))
        .join(BETWEEN)
        .trimEnd();
  }
}

function cellLines({ style, cells, bars }: Column, row: number, width: number, page: Page): string[] {
  if (bars) return [bar(bars[row], width, page.signs.bar)];
  return style.wraps ? wrapped(cells[row], width) : [cut(cells[row], width, page.signs.ellipsis)];
}

function aligned({ right, bars }: Column, cell: string, width: number, page: Page): string {
  return padded(bars ? painted(cell, 'bar', page) : cell, width, right);
}

/** A share from 0 to 1 as a bar, in steps as fine as there are signs for. */
function bar(share: number | null, width: number, signs: string): string {
  const steps = signs.length;
  const length = Math.round((share ?? 0) * width * steps);
  const rest = length % steps;
  return signs[steps - 1].repeat(Math.floor(length / steps)) + (rest > 0 ? signs[rest - 1] : '');
}
