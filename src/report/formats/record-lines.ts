import type { Cell } from '../result.ts';
import { alignedLines, widthOfLines } from './aligned.ts';
import { type Field, fieldsOf, inWords, isConstant, type SummaryRecord, shortNames } from './records.ts';
import { shown, shownAlone } from './shown.ts';

/** Wider tables are broken by most terminals. */
const WIDEST = 160;
const MOST_RECORDS = 40;
const INDENT = '  ';
const BETWEEN = '   ';

/**
 * Records of a summary as lines below their name: one record a line under a header, what all have in common above.
 * Where that would be wider than 160 characters, and for a single record, `key: value` lines instead.
 * @param caption what was already said of all rows: fields that repeat it are left out
 */
export function recordLines(
  name: string,
  records: readonly SummaryRecord[],
  caption: Readonly<Record<string, Cell>>,
): string[] {
  const { fields, shortened } = fieldsOf(records);
  const untold = fields.filter(
    ({ path, values }) => !values.every((value) => path.join('.') in caption && value === caption[path[0]]),
  );
  const elsewhere = shortened.length > 0 ? ` (${shortened.join(', ')}: whole with --format json)` : '';
  const more = records.length - MOST_RECORDS;
  return [
    `${name}${elsewhere}`,
    ...laidOut(untold, records.length).map((line) => (line === '' ? '' : `${INDENT}${line}`)),
    ...(more > 0 ? [`${INDENT}... ${more} more with --format json`] : []),
  ];
}

function laidOut(fields: Field[], records: number): string[] {
  if (records === 1) return keyLines(fields, 0);
  const count = Math.min(records, MOST_RECORDS);
  return table(fields, count) ?? blocks(fields, count);
}

/** Null where it would be too wide. */
function table(fields: Field[], count: number): string[] | null {
  const names = shortNames(fields);
  const common = fields.flatMap((field, i) =>
    isConstant(field) ? [`${names[i]} ${inWords(field.values[0], shownAlone)}`] : [],
  );
  const columns = fields.filter((field) => !isConstant(field));
  const header = names.filter((_, i) => !isConstant(fields[i]));
  const cells = Array.from({ length: count }, (_, record) =>
    columns.map(({ values }) => inWords(values[record], shown)),
  );
  if (INDENT.length + widthOfLines(header, cells) > WIDEST) return null;
  const numeric = columns.map(({ values }) =>
    values.every((value) => value === null || typeof value === 'number'),
  );
  const lines = [...alignedLines(header, cells, numeric)].join('').trimEnd().split('\n');
  return [...packed(common), ...(common.length > 0 ? [''] : []), ...lines];
}

/** Each record below what tells it from the others. */
function blocks(fields: Field[], count: number): string[] {
  const common = fields.filter((field) => field.path.length === 1 && isConstant(field));
  const rest = fields.filter((field) => !common.includes(field));
  const head = distinguishing(rest, count);
  const said = (of: Field[], record: number) =>
    packed(of.map(({ path, values }) => `${path[0]} ${inWords(values[record], shownAlone)}`));
  const others = rest.filter((field) => !head.includes(field));
  return [
    ...said(common, 0),
    ...Array.from({ length: count }, (_, record) => [
      ...(record > 0 || common.length > 0 ? [''] : []),
      ...said(head, record),
      ...keyLines(others, record).map((line) => `${INDENT}${line}`),
    ]).flat(),
  ];
}

/** The first fields that no two records share together, and the names that follow; none where there are no such. */
function distinguishing(fields: Field[], count: number): Field[] {
  const plain = fields.filter(
    ({ path, values }) => path.length === 1 && values.every((value) => !Array.isArray(value)),
  );
  const least = plain.findIndex((_, last) => {
    const keys = Array.from({ length: count }, (_, record) =>
      JSON.stringify(plain.slice(0, last + 1).map(({ values }) => values[record])),
    );
    return new Set(keys).size === count;
  });
  const next = plain.findIndex(
    ({ values }, i) => i > least && values.some((value) => typeof value === 'number'),
  );
  return least < 0 ? [] : plain.slice(0, next < 0 ? plain.length : next);
}

/** A line for each field of a record; those below the same key share one. */
function keyLines(fields: Field[], record: number): string[] {
  const lines = new Map<string, string[]>();
  for (const { path, values } of fields) {
    const value = inWords(values[record], shownAlone);
    const nested = path.length > 1;
    const key = (nested ? path.slice(0, -1) : path).join('.');
    lines.set(key, [...(lines.get(key) ?? []), nested ? `${path.at(-1)} ${value}` : value]);
  }
  return Array.from(lines, ([key, values]) => `${key}: ${values.join(BETWEEN)}`);
}

/** Parts side by side, on as many lines as they need. */
function packed(parts: readonly string[]): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = lines.length > 0 ? `${lines.at(-1)}${BETWEEN}${part}` : '';
    if (longer !== '' && INDENT.length + longer.length <= WIDEST) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}
