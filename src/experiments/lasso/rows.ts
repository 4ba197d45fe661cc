import type { Json, Row } from '../../report/result.ts';
import type { TokenizedText } from '../../text/tokenized-text.ts';
import type { TargetResult } from './measure.ts';
import type { LassoSelection } from './selection.ts';

/** What stands in a row after the model and layer; with the path, `lambda` and `alpha` after the target. */
export const LASSO_COLUMNS = [
  'text',
  'target',
  'target_position',
  'position',
  'token',
  'lasso_coefficient',
  'lasso_pick',
  'attention',
  'attention_pick',
];
export const LASSO_PATH_COLUMNS = LASSO_COLUMNS.toSpliced(3, 0, 'lambda', 'alpha');

/**
 * One row per token up to each target, zero coefficients included; with `--path` once per strength. The target itself
 * is the last of them: its attention is given, but it is not ranked and has no coefficient.
 * @param threshold above which a coefficient or weight is a pick
 */
export function lassoRows(
  { identity, layer, text, target, attention, lasso }: TargetResult,
  threshold: number,
): Row[] {
  return lasso.flatMap(({ lambda, alpha, coefficients }) =>
    Array.from(attention, (weight, position) => {
      const isContext = position < target;
      return {
        ...identity,
        layer,
        text: text.index,
        target: text.token(target),
        target_position: target,
        lambda,
        alpha,
        position,
        token: text.token(position),
        lasso_coefficient: isContext ? coefficients[position] : null,
        lasso_pick: isContext ? coefficients[position] > threshold : null,
        attention: weight,
        attention_pick: isContext ? weight > threshold : null,
      };
    }),
  );
}

/** What the summary says of one target: one Lasso, or how the path went. */
export function lassoSummary(result: TargetResult, isPath: boolean): Json {
  const { identity, layer, text, target, convention, lasso } = result;
  return {
    ...identity,
    layer,
    text: text.index,
    target: text.token(target),
    target_position: target,
    convention,
    ...(isPath ? pathSummary(lasso) : selectionSummary(text, result, lasso[0])),
    attention_block: result.attentionBlock,
    attention_picks: inWords(text, result.attentionPicks),
    sink_share: result.sinkShare,
  };
}

function selectionSummary(text: TokenizedText, { attentionError }: TargetResult, selection: LassoSelection) {
  const { lambda, alpha, intercept, gap, iterations, converged, picks, error, fitError } = selection;
  return {
    lambda,
    alpha,
    intercept,
    gap,
    iterations,
    converged,
    jaccard: selection.jaccard,
    reconstruction_error: { lasso: error, attention: attentionError, lasso_coefficients: fitError },
    lasso_picks: inWords(text, picks),
  };
}

function pathSummary(path: readonly LassoSelection[]) {
  return {
    lambda: path.map(({ lambda }) => lambda),
    alpha: path.map(({ alpha }) => alpha),
    lasso_picks: path.map(({ picks }) => picks.length),
    gap: path.reduce((most, { gap }) => Math.max(most, gap), 0),
    iterations: path.reduce((sum, { iterations }) => sum + iterations, 0),
    converged: path.every(({ converged }) => converged),
  };
}

/** Picked tokens, largest weight first; the spaces around a word are left out. */
function inWords(text: TokenizedText, picks: readonly number[]): string[] {
  return picks.map((position) => {
    const token = text.token(position);
    return token.trim() || token;
  });
}
