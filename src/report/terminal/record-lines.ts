import type { Cell } from '../result.ts';
import { type Field, isConstant } from './field.ts';
import type { Page } from './page.ts';
import { painted } from './paint.ts';
import { fieldsOf, type SummaryRecord } from './records.ts';
import { shownAlone } from './shown.ts';
import { tableLines } from './table-lines.ts';
import { packed, wrapped } from './text.ts';

/** A text that takes a line of its own. */
const LONG = 50;

/**
 * Records of a summary as lines below their name: what all have in common, then one record a line.
 * @param caption what was already said of all rows: fields that repeat it are left out
 */
export function recordLines(
  name: string,
  records: readonly SummaryRecord[],
  caption: Readonly<Record<string, Cell>>,
  page: Page,
): string[] {
  const { fields, shortened } = fieldsOf(records.slice(0, page.rows), page);
  const untold = fields.filter((field) => !(isConstant(field) && caption[field.name] === field.values[0]));
  const common = untold.filter((field) => isConstant(field));
  const different = untold.filter((field) => !isConstant(field));
  const more = records.length - Math.min(records.length, page.rows);
  const whole = shortened.length > 0 ? `${shortened.join(', ')}: whole with --format json` : '';
  return [
    ...wrapped(painted(name.replaceAll('_', ' '), 'heading', page), page.width),
    ...commonLines(common, page),
    ...(different.length > 0 ? tableLines(different, page, { more, whole: 'json' }) : []),
    ...(whole === '' ? [] : wrapped(painted(whole, 'aside', page), page.width, '  ')),
  ];
}

/** `name value` side by side, a longer text below; what is undefined is not spoken of. */
function commonLines(fields: readonly Field[], page: Page): string[] {
  const said = fields
    .filter(({ values }) => values[0] !== null)
    .map(({ name, style, values }) => `${name} ${shownAlone(values[0], page, style.notation)}`);
  return [
    ...packed(
      said.filter((text) => text.length <= LONG),
      page.width,
    ),
    ...said.filter((text) => text.length > LONG).flatMap((text) => wrapped(text, page.width, '  ')),
  ];
}
