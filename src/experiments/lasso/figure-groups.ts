import { seriesOf } from '../../report/plot/series.ts';
import type { Row } from '../../report/result.ts';
import { visibleToken } from '../../report/visible.ts';

/** A token before a target (or the target itself), at one strength. */
export interface TokenRow {
  position: number;
  token: string;
  /** Null for the target itself. */
  coefficient: number | null;
  attention: number;
  isLassoPick: boolean;
  isAttentionPick: boolean;
  lambda: number | null;
}

/** The rows of one target in one layer of one model. */
export interface Group {
  series: string;
  text: number;
  target: string;
  position: number;
  rows: TokenRow[];
}

/** What a method is drawn in: two colours of Okabe and Ito. */
export const LASSO_COLOUR = '#0072B2';
export const ATTENTION_COLOUR = '#D55E00';

/** Sorts the rows of a result by target, in the order they come in. */
export function groupsOf(rows: readonly Row[]): Group[] {
  const { nameOf } = seriesOf(rows);
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const series = nameOf(row);
    const key = `${series} ${row.text} ${row.target_position}`;
    let group = groups.get(key);
    if (group === undefined) {
      const target = visibleToken(String(row.target));
      group = { series, text: row.text as number, target, position: row.target_position as number, rows: [] };
      groups.set(key, group);
    }
    group.rows.push({
      position: row.position as number,
      token: visibleToken(String(row.token)),
      coefficient: row.lasso_coefficient as number | null,
      attention: row.attention as number,
      isLassoPick: row.lasso_pick === true,
      isAttentionPick: row.attention_pick === true,
      lambda: (row.lambda ?? null) as number | null,
    });
  }
  return [...groups.values()];
}
