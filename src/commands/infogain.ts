import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { measureInformationGain, rowsByLength, rowsByToken } from '../experiments/information-gain.ts';
import { type Input, readInput } from '../experiments/input.ts';
import { type ModelRequest, openModels } from '../experiments/model-run.ts';
import { DEFAULT_SIGMA } from '../metrics/information-gain.ts';
import { toolName } from '../package.ts';
import { emit, openOutput } from '../report/emit.ts';
import { informationGainFigure } from '../report/plot/information-gain.ts';
import { renderPlot } from '../report/plot/render.ts';
import type { Json, Result } from '../report/result.ts';
import { LONDON_SENTENCE } from '../text/defaults.ts';
import { addSharedFlags, type SharedFlags } from './shared-flags.ts';

type By = 'token' | 'length';

interface Flags extends SharedFlags {
  sigma: number;
  by?: By;
  asPrinted?: boolean;
}

const COLUMNS: Record<By, string[]> = {
  token: [
    'model',
    'revision',
    'layer',
    'text',
    'position',
    'token_id',
    'token',
    'information_gain',
    'information_gain_per_dim',
    'information_gain_bound',
    'gain',
    'gain_per_dim',
    'posterior_variance',
  ],
  length: [
    'model',
    'revision',
    'layer',
    'length',
    'texts',
    'information_gain_per_dim_mean',
    'information_gain_per_dim_sem',
    'information_gain_bound_per_dim_mean',
    'gain_per_dim_mean',
    'gain_per_dim_sem',
  ],
};

function positive(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number) && number > 0) return number;
  throw new InputError(
    `--sigma ${JSON.stringify(value)} is not a number above 0`,
    `the paper's value is ${DEFAULT_SIGMA}`,
  );
}

function tokenOrLength(value: string): By {
  if (value === 'token' || value === 'length') return value;
  throw new InputError(`--by ${JSON.stringify(value)} is unknown`, 'use --by token or --by length');
}

/** Adds the flags and the action of `llmgeo infogain`. */
export function define(command: Command): void {
  addSharedFlags(command)
    .option('--sigma <sigma>', 'standard deviation of the noise', positive, DEFAULT_SIGMA)
    .option('--by <what>', 'token (one text) or length (mean over several texts)', tokenOrLength)
    .option('--as-printed', 'also Theorem 4.1 as the paper prints it, which is not the gain')
    .action(run);
}

async function run(texts: string[], flags: Flags): Promise<void> {
  const output = await openOutput(flags);
  const request = { ...flags, offline: flags.offline ?? false, showProgress: flags.progress && !flags.quiet };
  const input = await readInput({ ...request, texts }, LONDON_SENTENCE);
  const by = flags.by ?? (input.texts.length > 1 ? 'length' : 'token');
  if (flags.asPrinted && by === 'length')
    throw new InputError(
      '--as-printed with --by length',
      'Theorem 4.1 is about single tokens: add --by token',
    );
  const result = await measure(input, by, {
    ...request,
    models: flags.model ?? [],
    revisions: flags.revision ?? [],
  });
  await emit(result, output);
  if (output.plot) await renderPlot(informationGainFigure(result, by), output.plot);
}

async function measure(input: Input, by: By, request: Flags & ModelRequest): Promise<Result> {
  const { sigma, asPrinted } = request;
  const rows: Result['rows'] = [];
  const models: Json[] = [];
  for await (const run of openModels(request, input.texts)) {
    const gains = await measureInformationGain(run, sigma);
    const found = by === 'token' ? rowsByToken(gains, asPrinted ? sigma : undefined) : rowsByLength(gains);
    for (const row of found) rows.push(row); // one by one: a hundred thousand arguments overflow the stack
    models.push(await run.describe());
  }
  return {
    meta: {
      tool: toolName(),
      command: 'infogain',
      options: { sigma, by, max_tokens: request.maxTokens ?? null, as_printed: asPrinted ?? false },
      input: input.meta,
      models,
    },
    columns: asPrinted ? [...COLUMNS.token, 'gain_as_printed'] : COLUMNS[by],
    rows,
    summary: { first_gain: Math.log1p(sigma ** -2) / 2 },
  };
}
