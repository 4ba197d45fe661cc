import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { identityColumns } from '../experiments/identity.ts';
import { lassoFigure } from '../experiments/lasso/figure.ts';
import { type LassoOptions, measureLasso } from '../experiments/lasso/measure.ts';
import { LASSO_COLUMNS, LASSO_PATH_COLUMNS, lassoRows, lassoSummary } from '../experiments/lasso/rows.ts';
import { PAPER_TARGETS, type TargetName } from '../experiments/lasso/targets.ts';
import { emit, openOutput } from '../io/emit.ts';
import { renderPlot } from '../io/render-plot.ts';
import type { Json, Result } from '../report/result.ts';
import { type Input, readInput } from '../run/input.ts';
import { metaOf } from '../run/meta.ts';
import { openModels } from '../run/model-run.ts';
import { londonSentence } from '../text/defaults.ts';
import { addLassoFlags, DEFAULT_STRENGTH, type LassoFlags } from './lasso-flags.ts';
import { inputRequest, modelRequest, showsProgress } from './shared-flags.ts';

/** Adds the flags and the action of `llmgeo lasso`. */
export function define(command: Command): void {
  addLassoFlags(command).action(run);
}

async function run(texts: string[], flags: LassoFlags): Promise<void> {
  if (flags.path && flags.strength !== undefined)
    throw new InputError(
      `--path with --strength ${flags.strength}`,
      '--path goes through 100 strengths of its own: leave one of the two out',
    );
  const output = await openOutput(flags);
  const paper = londonSentence();
  const input = await readInput(inputRequest(texts, flags), paper);
  const targets = flags.target ?? (input.meta.source === paper.source ? PAPER_TARGETS : ['last' as const]);
  const result = await measure(input, flags, {
    targets,
    convention: flags.convention,
    strength: flags.path ? undefined : (flags.strength ?? DEFAULT_STRENGTH),
    intercept: flags.intercept ?? false,
    threshold: flags.threshold,
    attentionLayer: flags.attentionLayer,
  });
  await emit(result, output);
  if (output.plot) await renderPlot(lassoFigure(result, flags), output.plot);
}

async function measure(input: Input, flags: LassoFlags, options: LassoOptions): Promise<Result> {
  const rows: Result['rows'] = [];
  const targets: Json[] = [];
  const models: Json[] = [];
  for await (const run of openModels(modelRequest(flags), input.texts)) {
    const found = await measureLasso(run, options, showsProgress(flags));
    for (const target of found.targets) {
      for (const row of lassoRows(target, options.threshold)) rows.push(row);
      targets.push(lassoSummary(target, flags.path ?? false));
    }
    models.push({ ...(await run.describe()), targets_skipped: found.skipped });
  }
  return {
    meta: metaOf('lasso', describeOptions(flags, options), input.meta, models),
    columns: [
      ...identityColumns(flags.control ?? false),
      ...(flags.path ? LASSO_PATH_COLUMNS : LASSO_COLUMNS),
    ],
    rows,
    summary: { targets },
  };
}

/** Every option that changes a number. */
function describeOptions(flags: LassoFlags, { targets, convention, strength, ...rest }: LassoOptions) {
  return {
    target: targets.map(named),
    convention,
    strength: strength ?? null,
    path: flags.path ?? false,
    intercept: rest.intercept,
    threshold: rest.threshold,
    attention_layer: rest.attentionLayer,
    max_tokens: flags.maxTokens ?? null,
  };
}

/** A target as the command line names it. */
function named(target: TargetName): string | number {
  if (typeof target === 'string') return target;
  if ('id' in target) return `id:${target.id}`;
  return 'word' in target ? target.word : target.position;
}
