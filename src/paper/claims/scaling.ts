import type { PowerLaw } from '../../experiments/entropy/fit.ts';
import type { Interval } from '../../metrics/bootstrap.ts';
import { type Claim, type Part, type Subject, testedTogether, type Verdict } from './claim.ts';
import { type Control, controlOf, isBeyond } from './control.ts';

/** The power law of Fig 1 measured on the trained models and on the untrained ones of each seed; null: too few sizes. */
export interface Scaling {
  trained: PowerLaw | null;
  /** Slopes of the untrained models, one per seed. */
  control: (number | null)[];
  models: readonly Subject[];
  data: string;
}

const LEAST_R2 = 0.95;

const HEIGHT = 'f(r/d)';
export const RESIDUAL = 'log f(r/d) off the line';

/** Claim 1: eq. (1) at r/d against the total number of parameters (section 3, Fig 1). */
export function scalingClaim({ trained, control, models, data }: Scaling): Claim {
  const slopes = controlOf(control);
  const { low, high } = trained ?? { low: null, high: null };
  const interval = low === null || high === null ? null : { low, high };
  return {
    ...testedTogether(models, data),
    number: 1,
    quantity: 'slope of log f(r/d) in log N',
    setting: '',
    value: trained?.slope ?? null,
    interval,
    threshold: `R² >= ${LEAST_R2}, a weak test of so few points; also untrained unless it lies below the control; depends on width where the slope of a constant rank lies in the interval`,
    verdict: verdictOf(trained, interval, slopes),
    ...(trained !== null && { r2: trained.r2, nullSlope: trained.null_slope }),
    control: slopes,
    parts: trained === null ? [] : trained.points.flatMap(pointParts),
  };
}

function pointParts({ model, eq1, residual }: PowerLaw['points'][number]): Part[] {
  return [
    { name: HEIGHT, model, value: eq1, control: null },
    { name: RESIDUAL, model, value: residual, control: null },
  ];
}

/** The claim's side is below: entropy that falls more steeply with size than that of untrained models. */
function verdictOf(trained: PowerLaw | null, interval: Interval | null, control: Control | null): Verdict {
  if (trained === null) return 'needs three sizes';
  if (trained.r2 === null || trained.r2 < LEAST_R2) return 'fails';
  if (interval === null || control === null || control.interval === null) return 'undecided';
  if (!isBeyond(interval, control.interval, 'below')) return 'also untrained';
  const { null_slope: nullSlope } = trained;
  return nullSlope >= interval.low && nullSlope <= interval.high ? 'depends on width' : 'holds';
}
