import type { Claim } from '../../src/paper/claims/claim.ts';
import { controlOf } from '../../src/paper/claims/control.ts';

/** Claim 9 of one model, or of several together (null), that holds beyond three untrained models. */
export function claimOf(model: string | null, more: Partial<Claim> = {}): Claim {
  return {
    number: 9,
    quantity: 'silhouette of the contexts',
    setting: 'JS distance',
    value: 0.4519,
    interval: { low: 0.4476, high: 0.4558 },
    threshold: 'above 0',
    verdict: 'holds',
    p: 1e-4,
    control: controlOf([0.36, 0.37, 0.38]),
    parts: [],
    model,
    revision: 'main',
    layer: 4,
    models: 'nano-s, nano-l',
    data: 'the 45 prompts',
    ...more,
  };
}
