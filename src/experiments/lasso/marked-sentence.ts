import type { Row } from '../../report/result.ts';
import { type PaperPicks, paperPicks } from './paper-picks.ts';

/** A token of a sentence, and what it is for the target. */
export interface MarkedToken {
  position: number;
  /** The token itself, or the digits of its id where ids were given. */
  token: string;
  /** Null at the target and after it. */
  coefficient: number | null;
  attention: number | null;
  isTarget: boolean;
  lassoPick: boolean;
  attentionPick: boolean;
}

/** A sentence with what Lasso and attention pick in it for one target. */
export interface MarkedSentence {
  /** The row of the target: model, revision, layer, text, target_position and so on. */
  row: Row;
  tokens: MarkedToken[];
  /** Largest weight first. */
  lassoPicks: MarkedToken[];
  attentionPicks: MarkedToken[];
  /** What the paper finds, where this is its sentence and one of its targets. */
  paper?: PaperPicks;
}

/** What begins each row of a target. */
const IDENTITY = ['model', 'revision', 'weights', 'layer', 'text'];

/**
 * The sentences of a `lasso` result, one for each target of each text in each layer of each model, in the order of the
 * rows, each made when it is asked for. A sentence goes on beyond its target as far as another target of the same text
 * shows it.
 * @param rows of `lasso` without `--path`
 */
export function* markedSentences(rows: readonly Row[]): Generator<MarkedSentence> {
  const targets = grouped(rows, [...IDENTITY, 'target_position']);
  const whole = new Map(grouped(rows, IDENTITY).map((group) => [keyOf(group[0], IDENTITY), longest(group)]));
  for (const group of targets) {
    const row = group.find(({ position, target_position }) => position === target_position)!;
    const known = group.map(marked);
    const after = whole.get(keyOf(row, IDENTITY))!.slice(known.length).map(unmarked);
    yield {
      row,
      tokens: [...known, ...after],
      lassoPicks: sorted(known, 'lassoPick', 'coefficient'),
      attentionPicks: sorted(known, 'attentionPick', 'attention'),
      paper: paperPicks(known.map(({ token }) => token).join('')),
    };
  }
}

function grouped(rows: readonly Row[], columns: readonly string[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row, columns);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

function keyOf(row: Row, columns: readonly string[]): string {
  return JSON.stringify(columns.map((column) => row[column] ?? null));
}

/** The rows of the last target of a text. */
function longest(rows: readonly Row[]): Row[] {
  const last = rows.reduce((most, { target_position }) => Math.max(most, Number(target_position)), 0);
  return rows.filter(({ target_position }) => target_position === last);
}

function marked(row: Row): MarkedToken {
  const isTarget = row.position === row.target_position;
  return {
    position: row.position as number,
    token: String(row.token),
    coefficient: row.lasso_coefficient as number | null,
    attention: isTarget ? null : (row.attention as number),
    isTarget,
    lassoPick: row.lasso_pick === true,
    attentionPick: row.attention_pick === true,
  };
}

function unmarked({ position, token }: Row): MarkedToken {
  return {
    position: position as number,
    token: String(token),
    coefficient: null,
    attention: null,
    isTarget: false,
    lassoPick: false,
    attentionPick: false,
  };
}

function sorted(
  tokens: readonly MarkedToken[],
  pick: 'lassoPick' | 'attentionPick',
  weight: 'coefficient' | 'attention',
): MarkedToken[] {
  return tokens.filter((token) => token[pick]).sort((a, b) => b[weight]! - a[weight]!);
}
