import { ActiveSet } from './active-set.ts';
import type { LassoProblem, LassoState } from './lasso-problem.ts';

/**
 * Solves a Lasso to rounding by an active set: from `state`, solves for the active coefficients with their signs
 * kept, drops those that reach 0 on the way, lets the row that violates optimality most enter, and repeats until
 * none does. A row in the span of the active ones (a repeated one with an opposite or stronger pull) takes the place of the
 * first coefficient that reaches 0 as it enters, so the active rows stay independent. Of equal rows the first is taken.
 * Ends after `steps` moves. Changes `state` in place; gives the moves done.
 */
export function solveActiveSet(
  problem: LassoProblem,
  state: LassoState,
  lambda: number,
  steps: number,
): number {
  const solver = new ActiveSet(problem, state, lambda / 2);
  let done = solver.settle();
  while (done < steps) {
    const entering = solver.mostViolating();
    if (entering < 0) break;
    const entry = solver.enter(entering);
    if (entry === 'stuck') break;
    done += 1 + (entry === 'swapped' ? solver.settle() : 0);
  }
  return done + solver.settle(); // once more: the steps so far have added their rounding errors
}
