import type { Spec } from './spec.ts';
import type { WholeSpec } from './vega-lite.ts';

/**
 * A figure in parts of at most `rows` rows of panels, so that none is taller than a sheet of paper. Letters run on through
 * them, each has the legend, and the first the title.
 */
export function partsOf(spec: Spec, rows: number): Spec[] {
  const { concat, columns, title, ...rest } = spec as Extract<WholeSpec, { concat: unknown }>;
  const size = rows * (columns ?? concat.length);
  return Array.from({ length: Math.ceil(concat.length / size) }, (_, i) => ({
    ...rest,
    ...(i === 0 && title !== undefined && { title }),
    columns,
    concat: concat.slice(i * size, (i + 1) * size),
  }));
}
