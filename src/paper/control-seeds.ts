import type { ParameterCount } from '../model/architecture.ts';

/** Untrained models of a size: more where they are cheap, since few make wide prediction intervals. */
export const CONTROL_SEEDS = { small: 8, large: 3 };
/** Trainable numbers from which on a model is large. */
export const LARGE = 50_000_000;

/** How many untrained models a model has beside it where nobody says how many. */
export function controlSeedsOf({ total }: Pick<ParameterCount, 'total'>): number {
  return CONTROL_SEEDS[total < LARGE ? 'small' : 'large'];
}
