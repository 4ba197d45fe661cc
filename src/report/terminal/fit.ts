import type { ColumnStyle } from './columns.ts';
import { widest } from './text.ts';

/** A column of a table before its width is known. */
export interface Column {
  /** As the CSV calls it. */
  name: string;
  style: ColumnStyle;
  /** Whether its cells stand on the right. */
  right: boolean;
  cells: string[];
  /** Shares from 0 to 1, for a column of bars, whose cells are empty; null where there is none. */
  bars?: (number | null)[];
}

/** Columns that stand side by side, with the width of each. */
export interface Fitted {
  kept: { column: Column; width: number }[];
  leftOut: Column[];
}

export const BETWEEN = '  ';

/** Words are set in lines of at least this. */
const LEAST_WORDS = 20;
const LEAST_NAME = 12;
/** Other text is cut at this: a token may be a whole line of dashes. */
const MOST_TOKEN = 24;
const [LEAST_BAR, MOST_BAR] = [4, 16];

/** Leaves columns out, what matters least first, until the others fit a width; null where those that must stay do not. */
export function fit(columns: readonly Column[], width: number): Fitted | null {
  const kept = columns.map((column) => ({ column, ...bounds(column, width) }));
  const leftOut: Column[] = [];
  const between = () => BETWEEN.length * Math.max(0, kept.length - 1);
  const needed = () => kept.reduce((sum, { least }) => sum + least, between());
  while (needed() > width) {
    const drops = kept.map(({ column }) => column.style.drop);
    const least = Math.max(...drops);
    if (least <= 0) return null;
    leftOut.push(...kept.splice(drops.lastIndexOf(least), 1).map(({ column }) => column));
  }
  let spare = width - needed();
  const widths = kept.map(({ column, least, most }) => {
    const extra = Math.min(spare, most - least);
    spare -= extra;
    return { column, width: least + extra };
  });
  return { kept: widths, leftOut: columns.filter((column) => leftOut.includes(column)) };
}

function bounds({ style, cells, right, bars }: Column, width: number): { least: number; most: number } {
  if (bars) return { least: LEAST_BAR, most: MOST_BAR };
  const heading = widest([style.heading]);
  const natural = Math.max(heading, widest(cells));
  if (style.wraps) return { least: Math.max(heading, Math.min(natural, leastOf(natural))), most: natural };
  if (right) return { least: natural, most: natural };
  const most = Math.max(heading, Math.min(natural, MOST_TOKEN, Math.floor(width / 2)));
  return { least: most, most };
}

/** Names break badly, so they get their room where it is little; sentences take several lines. */
function leastOf(natural: number): number {
  return natural <= LEAST_WORDS ? LEAST_NAME : LEAST_WORDS;
}
