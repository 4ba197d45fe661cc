import type { Cell, Json, Result } from '../result.ts';
import { escapeControls } from '../visible.ts';

/** More names than this are counted. */
const MOST_NAMES = 4;

/** What a figure of embeddings was made from: models, revisions and layers; then the texts and the UMAP's options. */
export function embedSubtitle({ rows, meta }: Result): string[] {
  const options = (meta.options ?? {}) as Record<string, Json>;
  const run = [named(rows, 'model'), named(rows, 'revision'), named(rows, 'layer')];
  const texts = new Set(rows.map(({ text }) => text)).size;
  const view = [
    `${texts} text${texts === 1 ? '' : 's'}`,
    typeof options.neighbors === 'number' ? `${options.neighbors} neighbours` : '',
    typeof options.min_dist === 'number' ? `min_dist ${options.min_dist}` : '',
    typeof options.seed === 'number' ? `seed ${options.seed}` : '',
  ];
  return [run, view].map((parts) => parts.filter((part) => part !== '').join(' · '));
}

/** The different values of a column, or how many they are; models need no name for what they are. */
function named(rows: readonly Record<string, Cell>[], column: string): string {
  const values = [...new Set(rows.map((row) => row[column] ?? null))].filter((value) => value !== null);
  if (values.length > MOST_NAMES) return `${values.length} ${column}s`;
  const names = values.map((value) => escapeControls(String(value))).join(', ');
  if (names === '' || column === 'model') return names;
  return `${column}${values.length > 1 ? 's' : ''} ${names}`;
}
