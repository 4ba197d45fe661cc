import { measureTheory, sectionThreeRows, theoryInput } from '../experiments/theory/measure.ts';
import type { TheoryRow } from '../experiments/theory/row.ts';
import { summarizeTheory } from '../experiments/theory/summary.ts';
import type { Json } from '../report/result.ts';
import { type ModelRequest, openModels } from '../run/model-run.ts';
import { ALPHAS, SKILLS } from './claims/exponents.ts';
import type { Found } from './measured.ts';

/** Section 3 by itself, then what it says of the states of every trained model. */
export async function measureTheorems(request: ModelRequest): Promise<Found> {
  const rows: TheoryRow[] = sectionThreeRows(ALPHAS, SKILLS);
  const descriptions: Record<string, Json>[] = [];
  const trained = { ...request, controlSeeds: [], maxTokens: undefined };
  for await (const run of openModels(trained, theoryInput().texts)) {
    for (const row of await measureTheory(run)) rows.push(row);
    descriptions.push(await run.describe());
  }
  return { rows, summary: summarizeTheory(rows, ALPHAS, SKILLS), descriptions };
}
