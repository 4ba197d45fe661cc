import type { Cell, Result, Row } from '../../report/result.ts';
import type { Answering } from '../../report/terminal/answer.ts';
import type { Page } from '../../report/terminal/page.ts';
import { recordLines } from '../../report/terminal/record-lines.ts';
import { isRecord, isRecords, type SummaryRecord } from '../../report/terminal/records.ts';
import { shown } from '../../report/terminal/shown.ts';
import { wrapped } from '../../report/terminal/text.ts';
import { markedSentences } from './marked-sentence.ts';
import { bare, legendLines, sentenceLines } from './sentence-lines.ts';

/** On a terminal; each takes about six lines. */
const MOST_SENTENCES = 5;
const NAMES = ['model', 'revision', 'weights', 'layer', 'text'];

/** The sentence with its marks for each target, and the numbers of each; of a path, which token enters first. */
export const lassoAnswer: Answering = (result, caption, page) => {
  const { targets, ...rest } = result.summary;
  if (!isRecords(targets)) return { lines: [], rest: result.summary };
  const isPath = result.columns.includes('lambda');
  const first = isPath
    ? pathLines(result, caption, page)
    : markedLines(result, targets.length, caption, page);
  const numbers = recordLines('targets', targets.map(isPath ? ends : counted), caption, page);
  return { lines: [...first, '', ...numbers], rest };
};

function markedLines(
  { rows, meta }: Result,
  sentences: number,
  caption: Readonly<Record<string, Cell>>,
  page: Page,
): string[] {
  const most = Number.isFinite(page.rows) ? Math.min(MOST_SENTENCES, sentences) : sentences;
  const areIds = isRecord(meta.input) && meta.input.source === 'ids';
  const lines = legendLines(page);
  let left = most;
  for (const sentence of markedSentences(rows)) {
    if (left-- === 0) break;
    lines.push('', ...sentenceLines(sentence, nameOf(sentence.row, caption, page), areIds, page));
  }
  const more = sentences - most;
  if (more > 0) lines.push('', ...wrapped(`... ${more} more sentences: -o FILE or --all`, page.width, '  '));
  return lines;
}

/** What tells a target from others of the same word. */
function nameOf(row: Row, caption: Readonly<Record<string, Cell>>, page: Page): string {
  const names = NAMES.filter((name) => !(name in caption) && row[name] !== undefined && row[name] !== null);
  return names.map((name) => `, ${name} ${shown(row[name], page)}`).join('');
}

/** Picks by their number: which they are, the sentence shows. */
function counted({
  reconstruction_error,
  lasso_picks,
  attention_picks,
  ...target
}: SummaryRecord): SummaryRecord {
  const count = (picks: unknown) => (Array.isArray(picks) ? picks.length : null);
  const error = isRecord(reconstruction_error) ? reconstruction_error : {};
  return {
    ...target,
    lasso_picks: count(lasso_picks),
    attention_picks: count(attention_picks),
    error_lasso: error.lasso ?? null,
    error_attention: error.attention ?? null,
    error_coefficients: error.lasso_coefficients ?? null,
  };
}

/** The strengths of a path by their ends. */
function ends({ lambda, alpha, lasso_picks, ...target }: SummaryRecord): SummaryRecord {
  const [strengths, picks] = [lambda as number[], lasso_picks as number[]];
  return {
    ...counted({ ...target, lasso_picks: null }),
    strengths: strengths.length,
    largest_lambda: strengths[0],
    least_lambda: strengths.at(-1)!,
    lasso_picks: Math.max(...picks),
  };
}

function pathLines({ rows }: Result, caption: Readonly<Record<string, Cell>>, page: Page): string[] {
  const entries = new Map<string, { row: Row; entered: Map<Cell, string> }>();
  for (const row of rows) {
    const key = JSON.stringify([...NAMES, 'target_position'].map((name) => row[name]));
    if (!entries.has(key)) entries.set(key, { row, entered: new Map() });
    const { entered } = entries.get(key)!;
    if (row.lasso_pick === true && !entered.has(row.position))
      entered.set(row.position, `${bare(String(row.token), page)} (${row.position})`);
  }
  return [
    ...wrapped('tokens (positions) in the order in which Lasso picks them as lambda falls:', page.width),
    ...[...entries.values()].flatMap(({ row, entered }) => {
      const target = `[${bare(String(row.target), page)}] at ${row.target_position}${nameOf(row, caption, page)}`;
      const picks = [...entered.values()].join(', ') || 'none';
      return ['', ...wrapped(target, page.width, '  '), ...wrapped(`  ${picks}`, page.width, '  ')];
    }),
  ];
}
