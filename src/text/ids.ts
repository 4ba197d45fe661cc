import { InputError } from '../errors.ts';
import { isBlank, parseJsonLine } from './jsonl.ts';
import type { Line } from './lines.ts';
import { annotations } from './row.ts';
import type { Text } from './text.ts';

const HINT = 'token ids are whole numbers from 0: --ids 12,7,9, or lines of {"ids": [12, 7, 9]} in a file';

/** Whether the value of `--ids` is a list (`12,7,9`, with a slip perhaps: `12,7,x`) and not the name of a file. */
export function isIdList(value: string): boolean {
  return /^[\d\s,.+-]*$|^\s*\d+\s*,[^./\\]*$/.test(value);
}

/**
 * The ids of a list such as `12,7,9`.
 * @throws InputError where an entry is not a non-negative integer.
 */
export function parseIdList(list: string): number[] {
  return list.split(',').map((entry) => {
    if (!/^\s*\d+\s*$/.test(entry)) throw badId(`--ids "${list}"`, entry.trim() || 'an empty entry');
    return checkedId(Number(entry), `--ids "${list}"`);
  });
}

/**
 * The texts of lines that hold `{"ids": [1, 2, 3]}`; blank lines are passed over.
 * @param file what errors call the place that the lines come from
 * @throws InputError that names file and line where a line holds no list of non-negative integers.
 */
export async function* idTexts(
  lines: AsyncIterable<Line>,
  file: string,
): AsyncGenerator<Omit<Text, 'index'>> {
  for await (const line of lines) {
    if (isBlank(line)) continue;
    const where = `${file}, line ${line.number}`;
    const row = parseJsonLine(line, where);
    const { ids } = row.object;
    if (!Array.isArray(ids))
      throw new InputError(
        `${where}: ${ids === undefined ? 'no field "ids"' : 'no list in "ids"'}`,
        `${HINT}; the fields there: ${Object.keys(row.object).join(', ')}`,
      );
    yield { ids: ids.map((id: unknown) => checkedId(id, where)), ...annotations(row) };
  }
}

function checkedId(id: unknown, where: string): number {
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) throw badId(where, JSON.stringify(id));
  return id;
}

function badId(where: string, found: string): InputError {
  return new InputError(`${where}: ${found} is not a token id`, HINT);
}
