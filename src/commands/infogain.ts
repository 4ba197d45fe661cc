import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { identityColumns } from '../experiments/identity.ts';
import {
  type By,
  GAIN_COLUMNS,
  measureInformationGain,
  rowsByLength,
  rowsByToken,
} from '../experiments/information-gain.ts';
import { type Input, readInput } from '../experiments/input.ts';
import { metaOf } from '../experiments/meta.ts';
import { openModels } from '../experiments/model-run.ts';
import { DEFAULT_SIGMA } from '../metrics/information-gain.ts';
import { emit, openOutput } from '../report/emit.ts';
import { informationGainFigure } from '../report/plot/information-gain.ts';
import { renderPlot } from '../report/plot/render.ts';
import type { Json, Result } from '../report/result.ts';
import { LONDON, londonSentence } from '../text/defaults.ts';
import {
  addSharedFlags,
  choice,
  inputRequest,
  modelRequest,
  positiveNumber,
  type SharedFlags,
} from './shared-flags.ts';

interface Flags extends SharedFlags {
  sigma: number;
  by?: By;
  asPrinted?: boolean;
}

/** Adds the flags and the action of `llmgeo infogain`. */
export function define(command: Command): void {
  addSharedFlags(command, LONDON)
    .option(
      '--sigma <sigma>',
      'standard deviation of the noise',
      positiveNumber('--sigma', DEFAULT_SIGMA),
      DEFAULT_SIGMA,
    )
    .addOption(
      choice(command, '--by <what>', 'token (one text) or length (mean over several texts)', [
        'token',
        'length',
      ]),
    )
    .option('--as-printed', 'also Theorem 4.1 as the paper prints it, which is not the gain')
    .action(run);
}

async function run(texts: string[], flags: Flags): Promise<void> {
  const output = await openOutput(flags);
  const input = await readInput(inputRequest(texts, flags), londonSentence());
  const by = flags.by ?? (input.texts.length > 1 ? 'length' : 'token');
  if (flags.asPrinted && by === 'length')
    throw new InputError(
      '--as-printed with --by length',
      'Theorem 4.1 is about single tokens: add --by token',
    );
  const result = await measure(input, by, flags);
  await emit(result, output);
  if (output.plot) await renderPlot(informationGainFigure(result, by, flags), output.plot);
}

async function measure(input: Input, by: By, flags: Flags): Promise<Result> {
  const { sigma, asPrinted } = flags;
  const rows: Result['rows'] = [];
  const models: Json[] = [];
  for await (const run of openModels(modelRequest(flags), input.texts)) {
    const gains = await measureInformationGain(run, sigma);
    const found = by === 'token' ? rowsByToken(gains, asPrinted ? sigma : undefined) : rowsByLength(gains);
    for (const row of found) rows.push(row); // one by one: a hundred thousand arguments overflow the stack
    models.push(await run.describe());
  }
  return {
    meta: metaOf(
      'infogain',
      { sigma, by, max_tokens: flags.maxTokens ?? null, as_printed: asPrinted ?? false },
      input.meta,
      models,
    ),
    columns: [
      ...identityColumns(flags.control ?? false),
      ...GAIN_COLUMNS[by],
      ...(asPrinted ? ['gain_as_printed'] : []),
    ],
    rows,
    summary: { first_gain: Math.log1p(sigma ** -2) / 2 },
  };
}
