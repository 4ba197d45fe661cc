import { counted, distinct, line, runParts } from '../../report/plot/subtitle.ts';
import type { Json, Result, Row } from '../../report/result.ts';

/** What a figure of information gain was made from: models, revisions, layers and sigma; then the texts. */
export function informationGainSubtitle(
  { rows, meta }: Result,
  by: 'token' | 'length',
  isNamed: boolean,
): string[] {
  const sigma = (meta.options as Record<string, Json> | undefined)?.sigma;
  const run = [...runParts(rows), typeof sigma === 'number' ? `σ = ${sigma}` : ''];
  return [line(run), by === 'length' ? textsByLength(rows) : textsByToken(rows, isNamed)];
}

function textsByLength(rows: readonly Row[]): string {
  const counts = rows.map((row) => row.texts as number);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const fewest = counts.reduce((a, b) => Math.min(a, b), most);
  if (most === 1) return 'one text';
  const reached = fewest < most ? ` (${fewest} at the greatest length)` : '';
  return `mean over ${most} texts${reached}, bands: ± 1 standard error`;
}

function textsByToken(rows: readonly Row[], isNamed: boolean): string {
  const texts = distinct(rows, 'text');
  const tokens = rows.reduce((most, row) => Math.max(most, (row.position as number) + 1), 0);
  const size = counted(tokens, 'token');
  if (texts === 1) return `one text of ${size}`;
  return `${texts} texts of up to ${size}, one ${isNamed ? '' : 'pale '}line each`;
}
