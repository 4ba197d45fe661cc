import { type ExpansionErrors, expansionErrors } from '../../metrics/attention-expansion.ts';
import { quantile } from '../../metrics/bootstrap.ts';
import { mean } from '../../metrics/least-squares.ts';
import type { Tensor } from '../../model/capture.ts';
import { ofKind, ROUNDING, type TheoryRow } from './row.ts';

/** The first two tokens have nothing that eq. (5) drops. */
const TRIVIAL = 2;

/**
 * Eqs (3) to (5) on one block of a model: relative errors of the heads' outputs, over all heads and all tokens from the
 * third on. What the equations leave out (output projection, residual stream, MLP) is not in these numbers either.
 * @param weights (heads, T, T)
 * @param values (heads, T, head_dim)
 */
export function expansionRows(weights: Tensor, values: Tensor, block: number): TheoryRow[] {
  const [heads, tokens, headDim] = values.dims;
  const errors = expansionErrors({ weights: weights.data, values: values.data, heads, tokens, headDim });
  const exact = fromThird(errors.exact, tokens);
  const approximate = fromThird(errors.approximate, tokens);
  const where = `over the heads of block ${block} (before projection, residual and MLP)`;
  const row = (theorem: string, quantity: string, measured: number | null): TheoryRow => ({
    theorem,
    alpha: null,
    quantity: `relative error, ${quantity} ${where}`,
    predicted: 0,
    measured,
    holds: null,
    ...ofKind('approximation'),
  });
  const largest = exact.at(-1) ?? null;
  const isEmpty = approximate.length === 0;
  return [
    {
      ...row('Eqs (3), (4)', 'largest', largest),
      holds: largest === null ? null : largest <= ROUNDING,
      ...ofKind('theorem'),
    },
    row('Eq. (5)', 'median', isEmpty ? null : quantile(approximate, 0.5)),
    row('Eq. (5)', 'mean', isEmpty ? null : mean(approximate)),
    row('Eq. (5)', 'largest', approximate.at(-1) ?? null),
  ];
}

/** The errors that are defined, in ascending order. */
function fromThird(errors: ExpansionErrors['exact'], tokens: number): Float64Array {
  return errors.filter((error, i) => i % tokens >= TRIVIAL && !Number.isNaN(error)).sort();
}
