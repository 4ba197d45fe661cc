import { InputError } from '../../errors.ts';
import { startProgress } from '../../io/progress.ts';
import { note } from '../../io/talk.ts';
import { lambdaOfAlpha } from '../../metrics/lasso.ts';
import { PATH_STRENGTHS } from '../../metrics/lasso-path.ts';
import type { Steps } from '../../metrics/steps.ts';
import type { AttentionRequest, Capture, Encoding, Layer, Tensor } from '../../model/capture.ts';
import type { ModelRun } from '../../run/model-run.ts';
import { runSteps } from '../../run/run-steps.ts';
import type { TokenizedText } from '../../text/tokenized-text.ts';
import type { Identity } from '../identity.ts';
import {
  type AttentionBlock,
  type AttentionLayer,
  attentionBlock,
  attentionOf,
  attentionRequest,
} from './attention.ts';
import { lassoText, selectTokens, type TargetSelection } from './selection.ts';
import {
  chooseTargets,
  PAPER_TARGETS,
  repeatedTargets,
  type TargetedText,
  type TargetName,
} from './targets.ts';

/** Whether a strength is scikit-learn's alpha or the paper's λ. */
export type Convention = 'sklearn' | 'paper';

/** A gigabyte or two, as JavaScript keeps them. */
const MOST_ROWS = 4_000_000;

export interface LassoOptions {
  targets: TargetName[];
  convention: Convention;
  /** alpha or λ, by convention; absent: the whole regularisation path. */
  strength?: number;
  intercept: boolean;
  threshold: number;
  attentionLayer: AttentionLayer;
}

/** The selections of one target in one layer of one model. */
export interface TargetResult extends TargetSelection {
  identity: Identity;
  layer: Layer;
  text: TokenizedText;
  convention: Convention;
  /** Whose attention it is. */
  attentionBlock: AttentionBlock;
}

export interface LassoResult {
  targets: TargetResult[];
  /** Targets that a text lacks or that have no earlier token. */
  skipped: number;
}

/**
 * Runs all texts of a model and compares, for every target in every wanted layer, what Lasso and attention select.
 * @param showProgress whether a long computation on one text says how far it is; of several texts, the run does
 * @throws InputError where a target is in no text or has no earlier token
 */
export async function measureLasso(
  run: ModelRun,
  options: LassoOptions,
  showProgress: boolean,
): Promise<LassoResult> {
  const { texts, skipped } = chooseTargets(run.tokenized.texts, options.targets);
  tellChoices(run, options, skipped);
  checkSize(texts, run.layers.length * (options.strength === undefined ? PATH_STRENGTHS : 1));
  const attention = attentionRequest(options.attentionLayer, run.layers, run.runner.shape.blocks, texts);
  const capture = { gram: run.layers, attention, ...(options.intercept && { hidden: run.layers }) };
  const targetsOf = new Map(texts.map(({ text, targets }) => [text, targets]));
  const results: TargetResult[] = [];
  const isOne = texts.length === 1;
  for await (const { text, encoding } of isOne ? await collected(run, capture) : run.encode(capture)) {
    const targets = targetsOf.get(text)!;
    const total = targets.length * run.layers.length;
    const progress = startProgress({ label: 'lasso', total, unit: 'tokens', enabled: isOne && showProgress });
    let done = 0;
    try {
      const found = selections(run, { text, targets }, encoding, attention.rows, options);
      for (const result of await runSteps(found, () => progress.update(++done))) results.push(result);
    } finally {
      progress.stop();
    }
  }
  return { targets: results, skipped };
}

/** Says on stderr what was chosen that the user did not name. */
function tellChoices(run: ModelRun, { targets, attentionLayer }: LassoOptions, skipped: number): void {
  if (skipped > 0 && !targets.includes('all'))
    note(`${run.identity.model}: left out ${skipped} target${skipped === 1 ? '' : 's'} that a text lacks`);
  // of the paper's own targets the last one is meant
  if (targets !== PAPER_TARGETS) for (const line of repeatedTargets(run.tokenized.texts, targets)) note(line);
  if (attentionLayer === 'below' && run.layers.includes(0))
    note(
      'layer 0 is the embedding, which no attention makes: beside it stands that of block 0, which reads it',
    );
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

/** The λ of a strength in a model of `dim` entries a row. */
function lambdaOf(convention: Convention, strength: number, dim: number): number {
  return convention === 'paper' ? strength : lambdaOfAlpha(strength, dim);
}

/** The whole run, before anything is done with it: its progress is over when that of the Lasso begins. */
async function collected(run: ModelRun, capture: Capture) {
  const encodings = [];
  for await (const encoding of run.encode(capture)) encodings.push(encoding);
  return encodings;
}

/** One text: each target in each layer, with a stop after each. */
function* selections(
  run: ModelRun,
  { text, targets }: TargetedText,
  encoding: Encoding,
  attentionRows: AttentionRequest['rows'],
  { convention, strength, intercept, threshold, attentionLayer }: LassoOptions,
): Steps<TargetResult[]> {
  const dim = run.runner.shape.hidden;
  const lambda = strength === undefined ? undefined : lambdaOf(convention, strength, dim);
  const results: TargetResult[] = [];
  for (const layer of run.layers) {
    const block = attentionBlock(attentionLayer, layer, run.runner.shape.blocks);
    const means = intercept ? entryMeans(encoding.hidden.get(layer)!) : undefined;
    const rows = lassoText(encoding.gram.get(layer)!, encoding.tokens, dim, means);
    for (const target of targets) {
      const attention = attentionOf(encoding, block, attentionRows, target);
      const selection = selectTokens(rows, target, attention, { lambda, threshold });
      results.push({
        identity: run.identity,
        layer,
        text,
        convention,
        attentionBlock: block,
        ...selection,
      });
      yield;
    }
  }
  return results;
}

/** The mean entry of each row. */
function entryMeans({ dims: [rows, dim], data }: Tensor): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let k = i * dim; k < (i + 1) * dim; k++) sum += data[k];
    return sum / dim;
  });
}
