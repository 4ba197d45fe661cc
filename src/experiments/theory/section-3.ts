import { concentrationRows, datasetExponentRows, fisherRows } from './dataset.ts';
import { divergenceRows } from './divergence.ts';
import { equationOneRows } from './equation-1.ts';
import { promptRows } from './prompting.ts';
import type { TheoryRow } from './row.ts';
import { skillRows } from './skill-rows.ts';

/** The rows that need no model: section 3. */
export function sectionThreeRows(alphas: readonly number[], skills: number): TheoryRow[] {
  return [
    ...equationOneRows(),
    ...skillRows(alphas, skills),
    ...promptRows(),
    ...divergenceRows(),
    ...alphas.flatMap((alpha) => concentrationRows(alpha, skills)),
    ...datasetExponentRows(skills),
    ...fisherRows(),
  ];
}
