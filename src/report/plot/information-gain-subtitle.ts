import type { Cell, Json, Result } from '../result.ts';
import { escapeControls } from '../visible.ts';

type Row = Record<string, Cell>;

/** More names than this are counted; the legend has them. */
const MOST_NAMES = 4;

/** What a figure of information gain was made from: models, revisions, layers and sigma; then the texts. */
export function informationGainSubtitle({ rows, meta }: Result, by: 'token' | 'length'): string[] {
  const sigma = (meta.options as Record<string, Json> | undefined)?.sigma;
  const run = [
    named(rows, 'model', (names) => names),
    named(rows, 'revision', (names, many) => `revision${many} ${names}`),
    named(rows, 'layer', (names, many) => `layer${many} ${names}`),
    typeof sigma === 'number' ? `σ = ${sigma}` : undefined,
  ];
  const line = run.filter((part) => part !== undefined).join(' · ');
  return [line, by === 'length' ? textsByLength(rows) : textsByToken(rows)];
}

/** The different values of a column, or how many they are. */
function named(
  rows: readonly Row[],
  column: string,
  phrase: (names: string, plural: string) => string,
): string | undefined {
  const values = [...new Set(rows.map((row) => row[column]))].filter((value) => (value ?? null) !== null);
  if (values.length === 0) return undefined;
  if (values.length > MOST_NAMES) return `${values.length} ${column}s`;
  return phrase(
    values.map((value) => escapeControls(String(value))).join(', '),
    values.length > 1 ? 's' : '',
  );
}

function textsByLength(rows: readonly Row[]): string {
  const counts = rows.map((row) => row.texts as number);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const fewest = counts.reduce((a, b) => Math.min(a, b), most);
  if (most === 1) return 'one text';
  const reached = fewest < most ? ` (${fewest} at the greatest length)` : '';
  return `mean over ${most} texts${reached}, bands: ± 1 standard error`;
}

function textsByToken(rows: readonly Row[]): string {
  const texts = new Set(rows.map((row) => row.text)).size;
  const tokens = rows.reduce((most, row) => Math.max(most, (row.position as number) + 1), 0);
  const size = `${tokens} token${tokens === 1 ? '' : 's'}`;
  return texts === 1 ? `one text of ${size}` : `${texts} texts of up to ${size}, one line each`;
}
