import type { Capture } from '../../model/capture.ts';
import type { ModelRun } from '../../run/model-run.ts';
import { type DefaultInput, londonSentence } from '../../text/defaults.ts';
import { countryPrompts } from '../../text/prompts.ts';
import type { Identity } from '../identity.ts';
import { expansionRows } from './attention.ts';
import { concentrationRows, datasetExponentRows, fisherRows } from './dataset.ts';
import { measureTheoremA1 } from './distance.ts';
import { divergenceRows } from './divergence.ts';
import { equationOneRows } from './equation-1.ts';
import { promptRows } from './prompting.ts';
import type { TheoryRow } from './row.ts';
import { skillRows } from './skill-rows.ts';
import { stateRows } from './states.ts';

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

/** A row about the states of one text in one layer, or about one block (then without layer), of one model. */
type StateRow = Identity & { layer: number | string | null; text: number } & TheoryRow;

/** What the default texts are called. */
export const THEORY_TEXTS = "the paper's London sentence and two of its prompts";

/** The paper's sentence, and two of its prompts that differ in context alone, for Theorem A.1. */
export function theoryInput(): DefaultInput {
  const prompts = countryPrompts().filter(({ text, label }) => label === 'Austria' && text !== 'Austria.');
  const texts = [...londonSentence().texts, ...prompts].map((text, index) => ({ ...text, index }));
  return { texts, source: THEORY_TEXTS };
}

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

/**
 * The rows of one model: eq. (1), Def 4.2 and Theorem 4.1 for each text and layer, eqs (3) to (5) in the last block,
 * Theorem A.1 on the last two texts.
 */
export async function measureTheory(run: ModelRun): Promise<StateRow[]> {
  const { hidden: dim, blocks } = run.runner.shape;
  const block = blocks - 1;
  const capture: Capture = {
    gram: run.layers,
    attention: { blocks: [block], heads: 'all', rows: 'all' },
    values: [block],
  };
  const rows: StateRow[] = [];
  for await (const { text, encoding } of run.encode(capture)) {
    const name = (layer: StateRow['layer']) => ({ ...run.identity, layer, text: text.index });
    for (const layer of run.layers) {
      for (const row of stateRows(encoding.gram.get(layer)!, encoding.tokens, dim))
        rows.push({ ...name(layer), ...row });
    }
    for (const row of expansionRows(encoding.attention.get(block)!, encoding.values.get(block)!, block))
      rows.push({ ...name(null), ...row });
  }
  for (const { layer, text, row } of await measureTheoremA1(run))
    rows.push({ ...run.identity, layer, text, ...row });
  return rows;
}
