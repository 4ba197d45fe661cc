import { InputError } from '../../errors.ts';
import { PATH_STRENGTHS } from '../../metrics/lasso-path.ts';
import type { Row } from '../../report/result.ts';
import { londonSentence } from '../../text/defaults.ts';
import type { TokenizedText } from '../../text/tokenized-text.ts';
import type { Experiment, ModelFacts, Table } from '../experiment.ts';
import { identityColumns } from '../identity.ts';
import { lassoAnswer } from './answer.ts';
import { attentionRequest } from './attention.ts';
import { lassoFigure } from './figure.ts';
import { LASSO_DEFAULTS, type LassoOptions } from './options.ts';
import { LASSO_COLUMNS, LASSO_PATH_COLUMNS, lassoRows, lassoSummary } from './rows.ts';
import { chooseTargets, nameOfTarget, PAPER_TARGETS, repeatedTargets, type TargetedText } from './targets.ts';
import { type TargetRecord, textSelections } from './text.ts';

/** A gigabyte or two, as JavaScript keeps them. */
const MOST_ROWS = 4_000_000;

/** One text: its tokens, and what is selected for its targets. */
export type LassoRecord = { text: number; tokens: string[]; targets: TargetRecord[] };

/** Which earlier tokens Lasso picks for a token, and which attention does (section 4.2). */
export const lasso: Experiment<LassoOptions, LassoRecord> = {
  name: 'lasso',
  defaults: LASSO_DEFAULTS,
  texts: londonSentence,
  described: ({ targets, convention, strength, intercept, threshold, attentionLayer }, maxTokens) => ({
    target: targets.map(nameOfTarget),
    convention,
    strength,
    path: strength === null,
    intercept,
    threshold,
    attention_layer: attentionLayer,
    max_tokens: maxTokens,
  }),
  columns: ({ strength }, { control }) => {
    return [...identityColumns(control), ...(strength === null ? LASSO_PATH_COLUMNS : LASSO_COLUMNS)];
  },
  begin: (model, all, options) => {
    const { layers, blocks } = model;
    const { texts, skipped } = chooseTargets(all, options.targets);
    checkSize(texts, layers.length * (options.strength === null ? PATH_STRENGTHS : 1));
    const attention = attentionRequest(options.attentionLayer, layers, blocks, texts);
    const targetsOf = new Map(texts.map(({ text, targets }) => [text, targets]));
    return {
      capture: { gram: [...layers], attention, ...(options.intercept && { hidden: [...layers] }) },
      notes: choices(model, all, options, skipped),
      facts: { targets_skipped: skipped },
      stops: (text) => targetsOf.get(text)!.length * layers.length,
      *ofText(text, encoding) {
        const targets = yield* textSelections(model, targetsOf.get(text)!, encoding, attention.rows, options);
        return { text: text.index, tokens: text.ids.map((_, position) => text.token(position)), targets };
      },
    };
  },
  *table(runs, options) {
    const rows: Row[] = [];
    const targets: Table['summary'][] = [];
    for (const { model, records } of runs)
      for (const { text, tokens, targets: found } of records)
        for (const selection of found) {
          const result = { ...selection, identity: model.identity, text, tokens };
          for (const row of lassoRows(result, options.threshold)) rows.push(row);
          targets.push(lassoSummary(result, options));
          yield;
        }
    return { rows, summary: { targets } };
  },
  figure: lassoFigure,
  answer: lassoAnswer,
  saved: [
    {
      mark: 'lasso_coefficient',
      numbers: ['text', 'target_position', 'position', 'lasso_coefficient', 'attention'],
      names: ['model', 'target', 'token', 'lasso_pick', 'attention_pick'],
    },
  ],
};

/** What was chosen that the user did not name. */
function choices(
  { identity, layers }: ModelFacts,
  texts: readonly TokenizedText[],
  { targets, attentionLayer }: LassoOptions,
  skipped: number,
): string[] {
  const left = `${identity.model}: left out ${skipped} target${skipped === 1 ? '' : 's'} that a text lacks`;
  return [
    ...(skipped > 0 && !targets.includes('all') ? [left] : []),
    // of the paper's own targets the last one is meant
    ...(targets === PAPER_TARGETS ? [] : repeatedTargets(texts, targets)),
    ...(attentionLayer === 'below' && layers.includes(0)
      ? [
          'layer 0 is the embedding, which no attention makes: beside it stands that of block 0, which reads it',
        ]
      : []),
  ];
}

/** @throws InputError where a result with a row per target and earlier token would not fit in memory */
function checkSize(texts: readonly TargetedText[], times: number): void {
  let rows = 0;
  for (const { targets } of texts) for (const target of targets) rows += (target + 1) * times;
  if (rows > MOST_ROWS)
    throw new InputError(
      `${rows} rows, one for every token before every target${times > 1 ? `, ${times} times` : ''}, are too many`,
      `name fewer targets, or cut the texts with --limit or --max-tokens: ${MOST_ROWS} rows fit`,
    );
}
