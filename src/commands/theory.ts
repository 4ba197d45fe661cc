import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { identityColumns } from '../experiments/identity.ts';
import { theoryFigure } from '../experiments/theory/figure.ts';
import {
  measureTheory,
  sectionThreeRows,
  THEORY_COLUMNS,
  THEORY_TEXTS,
  theoryInput,
} from '../experiments/theory/measure.ts';
import { summarizeTheory } from '../experiments/theory/summary.ts';
import { emit, openOutput } from '../io/emit.ts';
import { renderPlot } from '../io/render-plot.ts';
import type { Json, Result } from '../report/result.ts';
import { type Input, readInput } from '../run/input.ts';
import { metaOf } from '../run/meta.ts';
import { openModels } from '../run/model-run.ts';
import { addSharedFlags, inputRequest, modelRequest, type SharedFlags, wholeNumber } from './shared-flags.ts';

interface Flags extends SharedFlags {
  alpha: number[];
  skills: number;
}

const DEFAULT_ALPHAS = [0.1, 0.5, 1];
/** Beyond these, float64 has no digits left for the sums. */
const [LEAST_ALPHA, MOST_ALPHA] = [0.001, 10];
const DEFAULT_SKILLS = 1_000_000;
/** The exponents are fitted up to n = 10,000 skills, so there must be one more; each is a term of an exact sum. */
const [LEAST_SKILLS, MOST_SKILLS] = [10_001, 10_000_000];

/** Adds the flags and the action of `llmgeo theory`. */
export function define(command: Command): void {
  addSharedFlags(command, THEORY_TEXTS)
    .addOption(
      command
        .createOption('--alpha <list>', 'exponents of the skill distribution k^-(α+1)')
        .argParser(alphas)
        .default(DEFAULT_ALPHAS, DEFAULT_ALPHAS.join(', ')),
    )
    .option(
      '--skills <n>',
      'number of skills M, beside no bound',
      wholeNumber('--skills', LEAST_SKILLS, MOST_SKILLS),
      DEFAULT_SKILLS,
    )
    .action(run);
}

function alphas(value: string): number[] {
  const numbers = value.split(',').map((part) => {
    const number = Number(part);
    if (part.trim() !== '' && number >= LEAST_ALPHA && number <= MOST_ALPHA) return number;
    throw new InputError(
      `--alpha ${JSON.stringify(part)} is not a number from ${LEAST_ALPHA} to ${MOST_ALPHA}`,
      `give one or more separated by commas, as --alpha ${DEFAULT_ALPHAS.join(',')}`,
    );
  });
  return [...new Set(numbers)];
}

async function run(texts: string[], flags: Flags): Promise<void> {
  const output = await openOutput(flags);
  const input = await readInput(inputRequest(texts, flags), theoryInput());
  const result = await measure(input, flags);
  await emit(result, output);
  if (output.plot) await renderPlot(theoryFigure(result, flags), output.plot);
}

async function measure(input: Input, flags: Flags): Promise<Result> {
  const { alpha, skills } = flags;
  const rows: ReturnType<typeof sectionThreeRows> = sectionThreeRows(alpha, skills);
  const models: Json[] = [];
  for await (const run of openModels(modelRequest(flags), input.texts)) {
    for (const row of await measureTheory(run)) rows.push(row);
    models.push(await run.describe());
  }
  return {
    meta: metaOf('theory', { alpha, skills, max_tokens: flags.maxTokens ?? null }, input.meta, models),
    columns: [...identityColumns(flags.control ?? false), ...THEORY_COLUMNS],
    rows,
    summary: summarizeTheory(rows, alpha, skills),
  };
}
