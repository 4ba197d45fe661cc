import type { Cell, Result } from '../report/result.ts';
import type { Answering } from '../report/terminal/answer.ts';
import { recordLines } from '../report/terminal/record-lines.ts';
import { isRecord, isRecords, type SummaryRecord } from '../report/terminal/records.ts';
import { wrapped } from '../report/terminal/text.ts';

/** What a separation is of. */
const IDENTITY = ['model', 'revision', 'weights', 'layer', 'vector', 'metric'];
const NAMES = ['context', 'label'] as const;
type Name = (typeof NAMES)[number];

/** How well `embed` and `distance` tell contexts and labels apart: a line for each model, metric, view and naming. */
export const separationAnswer: Answering = (result, caption, page) => {
  const key = Object.keys(result.summary).find((name) => isSeparated(result.summary[name]));
  if (key === undefined) return { lines: [], rest: result.summary };
  const { [key]: records, ...rest } = result.summary;
  const found = records as SummaryRecord[];
  const lines = found.flatMap(separations);
  const others = found.map(({ separation: _, ...record }) => record);
  return {
    lines: [
      ...(lines.length > 0 ? recordLines('separation', lines, caption, page) : []),
      ...NAMES.filter((name) => lines.every(({ by }) => by !== name))
        .map((name) => `separation by ${name}: ${reason(classesOf(result, name), name)}`)
        .flatMap((line) => wrapped(line, page.width, '  ')),
      '',
      ...recordLines(key, others, caption, page),
    ],
    rest,
  };
};

function isSeparated(value: SummaryRecord[string]): boolean {
  return isRecords(value) && value.every((record) => 'separation' in record);
}

/** The separations of a record that are defined: one, or one for each view of an embedding. */
function separations(record: SummaryRecord): SummaryRecord[] {
  const { separation } = record;
  if (!isRecord(separation)) return [];
  const views = 'context' in separation ? { '': separation } : separation;
  const identity = Object.fromEntries(
    IDENTITY.filter((key) => key in record).map((key) => [key, record[key]]),
  );
  return Object.entries(views).flatMap(([view, names]) =>
    NAMES.flatMap((by) => {
      const numbers = isRecord(names) ? names[by] : null;
      if (!isRecord(numbers) || numbers.silhouette === null) return [];
      const { silhouette, low = null, high = null, ...others } = numbers;
      return [{ ...identity, ...(view !== '' && { view }), by, silhouette, low, high, ...others }];
    }),
  );
}

function classesOf({ rows }: Result, name: Name): Set<Cell> {
  const columns = [name, `${name}_a`, `${name}_b`];
  const found = new Set(rows.flatMap((row) => columns.map((column) => row[column] ?? null)));
  found.delete(null);
  return found;
}

/** Why a separation is undefined. */
function reason(classes: ReadonlySet<Cell>, name: Name): string {
  if (classes.size === 0) return `no text has a ${name}`;
  return classes.size === 1 ? `one ${name} only` : `no two texts share a ${name}`;
}
