import { type LassoOptions, measureLasso } from '../experiments/lasso/measure.ts';
import { lassoRows, lassoSummary } from '../experiments/lasso/rows.ts';
import { PAPER_TARGETS } from '../experiments/lasso/targets.ts';
import type { Json, Result } from '../report/result.ts';
import { type ModelRequest, openModels } from '../run/model-run.ts';
import { londonSentence } from '../text/defaults.ts';
import type { Found } from './measured.ts';

/** As the paper has it, but for the convention, which it leaves open (section 4.2). */
export const LASSO_OPTIONS: LassoOptions = {
  targets: PAPER_TARGETS,
  convention: 'sklearn',
  strength: 1e-4,
  intercept: false,
  threshold: 0.01,
  attentionLayer: 'last',
};

/** Lasso and attention of every trained model for the three tokens of the paper's sentence. */
export async function measureLondon(request: ModelRequest): Promise<Found> {
  const rows: Result['rows'] = [];
  const targets: Json[] = [];
  const descriptions: Record<string, Json>[] = [];
  const trained = { ...request, controlSeeds: [], maxTokens: undefined };
  for await (const run of openModels(trained, londonSentence().texts)) {
    const found = await measureLasso(run, LASSO_OPTIONS, request.showProgress);
    for (const target of found.targets) {
      for (const row of lassoRows(target, LASSO_OPTIONS.threshold)) rows.push(row);
      targets.push(lassoSummary(target, false));
    }
    descriptions.push({ ...(await run.describe()), targets_skipped: found.skipped });
  }
  return { rows, summary: { targets }, descriptions };
}
