import type { Row } from '../../report/result.ts';
import type { Experiment } from '../experiment.ts';
import { identityColumns } from '../identity.ts';
import { theoryAnswer } from './answer.ts';
import { expansionRows } from './attention.ts';
import { type StateRow, theoremA1Rows } from './distance.ts';
import { theoryFigure } from './figure.ts';
import type { TheoryRow } from './row.ts';
import { sectionThreeRows } from './section-3.ts';
import { stateRows } from './states.ts';
import { summarizeTheory } from './summary.ts';
import { theoryInput } from './texts.ts';

/** What the distributions over skills are. */
export interface TheoryOptions {
  /** Of p(k) ∝ k^-(alpha+1). */
  alpha: readonly number[];
  /** How many skills there are, M, beside no bound. */
  skills: number;
}

/** The columns after those that name the run. */
export const THEORY_COLUMNS = [
  'text',
  'theorem',
  'alpha',
  'quantity',
  'predicted',
  'measured',
  'holds',
  'kind',
  'expected',
];

/**
 * The paper's lemmas and theorems, predicted and measured: section 3 by itself, then, of every model, eq. (1), Def 4.2
 * and Theorem 4.1 for each text and layer, eqs (3) to (5) in the last block, and Theorem A.1 on the last two texts.
 */
export const theory: Experiment<TheoryOptions, StateRow[], StateRow[]> = {
  name: 'theory',
  defaults: { alpha: [0.1, 0.5, 1], skills: 1_000_000 },
  texts: theoryInput,
  described: ({ alpha, skills }, maxTokens) => ({ alpha: [...alpha], skills, max_tokens: maxTokens }),
  columns: (_, { control }) => [...identityColumns(control), ...THEORY_COLUMNS],
  begin: ({ layers, dims, blocks }, texts) => {
    const block = blocks - 1;
    return {
      capture: {
        gram: [...layers],
        attention: { blocks: [block], heads: 'all', rows: 'all' },
        values: [block],
      },
      *ofText({ index: text }, { tokens, gram, attention, values }) {
        const rows: StateRow[] = [];
        for (const [i, layer] of layers.entries()) {
          for (const row of stateRows(gram.get(layer)!, tokens, dims[i])) rows.push({ layer, text, ...row });
          yield;
        }
        for (const row of expansionRows(attention.get(block)!, values.get(block)!, block))
          rows.push({ layer: null, text, ...row });
        return rows;
      },
      together: theoremA1Rows(layers, texts),
    };
  },
  *table(runs, { alpha, skills }) {
    const rows: (TheoryRow & Row)[] = sectionThreeRows(alpha, skills);
    for (const { model, records, parts } of runs) {
      for (const row of [...records, ...parts].flat()) rows.push({ ...model.identity, ...row });
      yield;
    }
    return { rows, summary: summarizeTheory(rows, alpha, skills) };
  },
  figure: theoryFigure,
  answer: theoryAnswer,
  saved: [{ mark: 'theorem', numbers: ['alpha', 'predicted', 'measured'], names: ['quantity'] }],
};
