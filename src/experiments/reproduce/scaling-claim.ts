import type { PowerLaw } from '../entropy-fit.ts';
import { type Claim, nameList, overlap, rangeOf, type Verdict } from './claim.ts';

/** The power law of Fig 1 measured on the trained models and on the untrained ones of each seed; null: too few models. */
export interface Scaling {
  trained: PowerLaw | null;
  control: (PowerLaw | null)[];
  models: readonly { model: string }[];
  data: string;
}

const LEAST_R2 = 0.95;

/** Claim 1: eq. (1) at r/d against the total number of parameters (section 3, Fig 1). */
export function scalingClaim({ trained, control, models, data }: Scaling): Claim {
  const slopes = rangeOf(control.map((fit) => fit?.slope ?? null));
  const interval =
    trained === null || trained.low === null || trained.high === null
      ? null
      : { low: trained.low, high: trained.high };
  const about =
    trained === null
      ? 'needs three models of different size'
      : `R² ${trained.r2?.toFixed(3)}, slope of the null model ${trained.null_slope.toFixed(3)}`;
  return {
    claim: '1 normalised entropy follows a power law in size',
    quantity: `slope of log f(r/d) in log N (${about})`,
    value: trained?.slope ?? null,
    interval,
    threshold:
      'R² >= 0.95; also untrained where the control slope, depends on width where the null slope lies in the interval',
    verdict: verdictOf(trained, interval, slopes),
    models: nameList(models),
    data,
    control: slopes,
  };
}

function verdictOf(trained: PowerLaw | null, interval: Claim['interval'], slopes: Claim['control']): Verdict {
  if (trained === null) return 'undecided';
  if (trained.r2 === null || trained.r2 < LEAST_R2) return 'fails';
  if (interval === null) return 'undecided';
  if (slopes !== null && overlap(slopes, interval)) return 'also untrained';
  const { null_slope: nullSlope } = trained;
  return nullSlope >= interval.low && nullSlope <= interval.high ? 'depends on width' : 'holds';
}
