import type { Cell } from '../result.ts';
import type { ColumnStyle } from './columns.ts';

/** One value of each row or record, before it is known what fits. */
export interface Field {
  /** As the CSV or JSON calls it. */
  name: string;
  style: ColumnStyle;
  values: Cell[];
}

/** Whether all rows have the same value. */
export function isConstant({ values }: Field): boolean {
  return values.every((value) => value === values[0]);
}
