import type { Cell } from '../result.ts';
import { cardLines } from './cards.ts';
import type { Field } from './field.ts';
import { type Column, fit } from './fit.ts';
import { gridLines } from './grid.ts';
import type { Page } from './page.ts';
import { painted } from './paint.ts';
import { shown, shownAlone } from './shown.ts';
import { packed, wrapped } from './text.ts';

/** Numbers of so many characters are known to be exact. */
const BRIEF = 6;

/** What is said below a table. */
export interface Below {
  /** Rows that were left out. */
  more: number;
  /** The format that has all. */
  whole: 'csv' | 'json';
}

/**
 * Fields as lines no wider than the page: a table of those that fit, in order of importance, with what was left out
 * and what short headings stand for below; where too few would fit, a card of `key: value` lines for each row.
 */
export function* tableLines(fields: readonly Field[], page: Page, { more, whole }: Below): Generator<string> {
  const told = fields.filter(({ values }) => values.length === 0 || values.some((value) => value !== null));
  const columns = told.flatMap((field) => columnsOf(field, page));
  const fitted = fit(columns, page.width);
  if (fitted) yield* gridLines(fitted, page);
  else yield* cardLines(told, page);
  if (more > 0) yield* asides(`... ${more} more: -o FILE or --all`, page);
  if (!fitted) return;
  const leftOut = fitted.leftOut.filter(({ bars }) => !bars).map(({ name }) => name);
  if (leftOut.length > 0) yield* asides(`left out: ${listed(leftOut)}; --format ${whole} has all`, page);
  const keys = fitted.kept.filter(({ column }) => isShort(column));
  const meanings = keys.map(({ column: { style, name } }) => `${style.heading} = ${style.meaning ?? name}`);
  yield* packed(meanings, page.width).map((line) => painted(line, 'aside', page));
}

/** A field's column, and that of its bars where it has some. */
function columnsOf({ name, style, values }: Field, page: Page): Column[] {
  const show = values.every(isBrief) ? shownAlone : shown;
  const column = {
    name,
    style,
    right: values.every((value) => value === null || typeof value === 'number'),
    cells: values.map((value) => show(value, page, style.notation)),
  };
  if (!style.bar) return [column];
  const most = values.reduce<number>(
    (top, value) => (typeof value === 'number' ? Math.max(top, value) : top),
    0,
  );
  const bars = values.map((value) =>
    typeof value === 'number' && most > 0 ? Math.max(0, value) / most : null,
  );
  return [column, { name, style: { heading: '', drop: 1 }, right: false, cells: values.map(() => ''), bars }];
}

/** 0.1 and 0.5 are not written 0.100000 and 0.500000. */
function isBrief(value: Cell): boolean {
  return typeof value !== 'number' || String(value).length <= BRIEF;
}

/** Whether a heading has to be explained: not where it is the name, or the name with other spaces. */
function isShort({ name, style, bars }: Column): boolean {
  if (bars || style.notation === 'pick') return false;
  return style.meaning !== undefined || style.heading.toLowerCase().replace(/[ -]/g, '_') !== name;
}

function asides(text: string, page: Page): string[] {
  return wrapped(text, page.width, '  ').map((line) => painted(line, 'aside', page));
}

/** Names in a row; numbers that follow each other, as the columns of a square have, by the first and the last. */
function listed(names: readonly string[]): string {
  const parts: string[][] = [];
  for (const name of names) {
    const last = parts.at(-1)?.at(-1);
    if (/^\d+$/.test(name) && Number(last) === Number(name) - 1) parts.at(-1)!.push(name);
    else parts.push([name]);
  }
  return parts.flatMap((part) => (part.length > 2 ? [`${part[0]} to ${part.at(-1)}`] : part)).join(', ');
}
