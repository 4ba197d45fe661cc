import type { Json } from '../../report/result.ts';
import { type ModelRequest, openModels } from '../model-run.ts';
import { measureTheory, sectionThreeRows, theoryInput } from '../theory.ts';
import type { TheoryRow } from '../theory-row.ts';
import { summarizeTheory } from '../theory-summary.ts';
import { ALPHAS, SKILLS } from './exponent-claims.ts';
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
