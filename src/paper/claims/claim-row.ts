import type { Cell } from '../../report/result.ts';
import type { Claim } from './claim.ts';
import { STATEMENTS } from './statements.ts';

export const CLAIM_COLUMNS = [
  'model',
  'revision',
  'layer',
  'number',
  'claim',
  'kind',
  'quantity',
  'setting',
  'value',
  'low',
  'high',
  'threshold',
  'verdict',
  'p',
  'r2',
  'null_slope',
  'predicted',
  'skills',
  'control_mean',
  'control_sd',
  'control_low',
  'control_high',
  'control_seeds',
  'control_passes',
  'models',
  'data',
];

/** A claim as a row of claims.csv: every number in a column of its own. */
export function claimRow(claim: Claim): Record<string, Cell> {
  const { model, revision, layer, number, quantity, setting, value, interval, threshold, verdict } = claim;
  const { title, kind } = STATEMENTS[number];
  const { control } = claim;
  return {
    model,
    revision,
    layer,
    number,
    claim: `${number} ${title}`,
    kind,
    quantity,
    setting,
    value,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    threshold,
    verdict,
    p: claim.p ?? null,
    r2: claim.r2 ?? null,
    null_slope: claim.nullSlope ?? null,
    predicted: claim.predicted ?? null,
    skills: claim.skills ?? null,
    control_mean: control?.mean ?? null,
    control_sd: control?.sd ?? null,
    control_low: control?.interval?.low ?? null,
    control_high: control?.interval?.high ?? null,
    control_seeds: control?.seeds ?? null,
    control_passes: control?.passes ?? null,
    models: claim.models,
    data: claim.data,
  };
}
