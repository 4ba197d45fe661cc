import { mean } from '../../metrics/least-squares.ts';
import type { Json } from '../../report/result.ts';
import { fitPowerLaw } from './fit.ts';
import {
  entropyOfRank,
  groupRows,
  type ModelSize,
  type RowGroup,
  rankOf,
  type SummaryOptions,
} from './groups.ts';
import type { EntropyRow } from './rows.ts';

/** The state before any training. */
const UNTRAINED_REVISION = 'step0';

/** Its sign, which readers would otherwise guess. */
const DIFF_ERANK = 'exp(mean H at step0) - exp(mean H trained): negative where training raises the rank';

const AVERAGED = [
  'tokens',
  'entropy',
  'entropy_normalized',
  'entropy_ceiling',
  'matrix_entropy',
  'matrix_entropy_normalized',
  'effective_rank',
  'stable_rank',
] as const;

/**
 * What the rows of all models come to: the power law over models (where there are three sizes), Diff-eRank (where a
 * model was run at step0), and per model and layer the means over texts, r/d and eq. (1) there.
 * @param rows of `entropy`, all models
 * @param sizes the models that were run
 */
export function summarizeEntropy(
  rows: readonly EntropyRow[],
  sizes: readonly ModelSize[],
  options: SummaryOptions,
): Record<string, Json> {
  const groups = groupRows(rows, sizes, options);
  const fits = powerLaws(groups, options);
  const differences = diffErank(groups);
  return {
    ...(fits.length > 0 && { power_law: fits }),
    ...(differences.length > 0 && { diff_erank: differences, diff_erank_is: DIFF_ERANK }),
    means: groups.map((group) => meansOf(group, options)),
  };
}

function meansOf(group: RowGroup, { eps, rankMean }: SummaryOptions): Record<string, Json> {
  const { model, revision, weights, layer, dim, parameters, rows } = group;
  const entropies = definedEntropies(group);
  const rank = entropies.length === 0 ? null : rankOf(entropies, rankMean);
  return {
    model,
    revision,
    ...(weights !== null && { weights }),
    layer,
    dim,
    parameters,
    texts: rows.length,
    ...Object.fromEntries(AVERAGED.map((column) => [column, meanOf(rows.map((row) => row[column]))])),
    rank_ratio: rank === null ? null : Math.min(1, rank / dim),
    eq1: rank === null ? null : entropyOfRank(rank, dim, eps),
  };
}

function meanOf(values: (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length === 0 ? null : mean(defined);
}

function definedEntropies({ rows }: RowGroup): number[] {
  return rows.map((row) => row.matrix_entropy).filter((value) => value !== null);
}

/** One fit for the trained and one for the untrained weights, at each revision that all models share. */
function powerLaws(groups: readonly RowGroup[], options: SummaryOptions): Json[] {
  const comparable = comparableLayer(groups);
  const keys = [...new Set(comparable.map(({ weights }) => weights))];
  return keys.flatMap((weights) => {
    const ofWeights = comparable.filter((group) => group.weights === weights);
    return byRevision(ofWeights).flatMap((models) => {
      const fit = fitPowerLaw(models, options);
      return fit === null ? [] : [{ ...(weights !== null && { weights }), ...runOf(models), ...fit }];
    });
  });
}

/** The layer in which models are compared: the one that was asked for; of several, the last. */
function comparableLayer(groups: readonly RowGroup[]): RowGroup[] {
  const layersOf = new Map<string, Set<unknown>>();
  for (const { model, layer } of groups) layersOf.set(model, (layersOf.get(model) ?? new Set()).add(layer));
  return groups.filter(({ model, isLast }) => isLast || layersOf.get(model)!.size === 1);
}

/** Models at one revision each make one set, whatever it is called; otherwise each revision makes one. */
function byRevision(groups: readonly RowGroup[]): RowGroup[][] {
  if (new Set(groups.map(({ model }) => model)).size === groups.length) return [[...groups]];
  const revisions = [...new Set(groups.map(({ revision }) => revision))];
  return revisions.map((revision) => groups.filter((group) => group.revision === revision));
}

function runOf(models: readonly RowGroup[]): Record<string, Json> {
  const revisions = new Set(models.map(({ revision }) => revision));
  return {
    revision: revisions.size === 1 ? models[0].revision : null,
    layer: models.every(({ isLast }) => isLast) ? 'last' : models[0].layer,
  };
}

/**
 * Diff-eRank of Wei et al. 2024 (arXiv 2401.17139), with their sign: e^(mean H at step0) - e^(mean H after training),
 * for each other revision of a model that was run at step0, in each layer.
 */
function diffErank(groups: readonly RowGroup[]): Json[] {
  const trained = groups.filter(({ weights }) => weights !== 'untrained');
  return trained.flatMap((start) => {
    if (start.revision !== UNTRAINED_REVISION) return [];
    const others = trained.filter(
      (group) => group.model === start.model && group.layer === start.layer && group !== start,
    );
    return others.map((other) => ({
      model: other.model,
      layer: other.layer,
      revision: other.revision,
      difference: `effective rank at ${start.revision} - at ${other.revision}`,
      diff_erank: difference(definedEntropies(start), definedEntropies(other)),
    }));
  });
}

function difference(before: number[], after: number[]): number | null {
  return before.length === 0 || after.length === 0 ? null : rankOf(before, 'log') - rankOf(after, 'log');
}
