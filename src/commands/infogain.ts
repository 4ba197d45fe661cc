import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { identityColumns } from '../experiments/identity.ts';
import { informationGainFigure } from '../experiments/infogain/figure.ts';
import {
  type By,
  gainColumns,
  measureInformationGain,
  rowsByLength,
  rowsByToken,
  totalGains,
} from '../experiments/infogain/text.ts';
import { emit, openOutput } from '../io/emit.ts';
import { renderPlot } from '../io/render-plot.ts';
import { DEFAULT_SIGMA } from '../metrics/information-gain.ts';
import type { Json, Result } from '../report/result.ts';
import { type Input, readInput } from '../run/input.ts';
import { metaOf } from '../run/meta.ts';
import { openModels } from '../run/model-run.ts';
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
  bound: boolean;
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
    .option('--no-bound', 'without the bound, which takes longer than all else on many short texts')
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
  const { sigma, asPrinted, bound } = flags;
  const rows: Result['rows'] = [];
  const totals: Json[] = [];
  const models: Json[] = [];
  for await (const run of openModels(modelRequest(flags), input.texts)) {
    const gains = await measureInformationGain(run, sigma, bound);
    const found = by === 'token' ? rowsByToken(gains, asPrinted ? sigma : undefined) : rowsByLength(gains);
    for (const row of found) rows.push(row); // one by one: a hundred thousand arguments overflow the stack
    for (const total of totalGains(gains, by)) totals.push(total);
    models.push(await run.describe());
  }
  return {
    meta: metaOf(
      'infogain',
      { sigma, by, max_tokens: flags.maxTokens ?? null, as_printed: asPrinted ?? false, bound },
      input.meta,
      models,
    ),
    columns: [
      ...identityColumns(flags.control ?? false),
      ...gainColumns(by, bound),
      ...(asPrinted ? ['gain_as_printed'] : []),
    ],
    rows,
    summary: { totals },
  };
}
