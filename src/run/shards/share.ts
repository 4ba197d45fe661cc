/**
 * Which calls of a run a shard does. The variants of one model (its revisions and untrained seeds), R of them, fill
 * the line from 0 to R, each a unit of it; within its unit the calls of a variant follow each other, as long as they
 * are heavy. Shard i of n has the piece from i R/n to (i + 1) R/n, and a call belongs to the shard in whose piece its
 * middle lies. So each call belongs to one shard whatever n is, the shards of each model weigh alike, and a shard
 * opens at most ceil(R/n) + 1 variants of it. All in whole numbers: nothing is lost or doubled by rounding.
 */
import type { Shard } from './shard.ts';

/** What of a shard decides. */
type Piece = Pick<Shard, 'index' | 'count'>;

/**
 * Whether the piece of `shard` reaches into the unit of `variant`, one of `variants` counted from 0: no call of
 * another is its own, and that one need not be opened. Undefined is a run of one process, which does all.
 */
export function touchesVariant(shard: Piece | undefined, variant: number, variants: number): boolean {
  if (!shard) return true;
  const [index, count, of] = [BigInt(shard.index), BigInt(shard.count), BigInt(variants)];
  const unit = BigInt(variant);
  return index * of < (unit + 1n) * count && (index + 1n) * of > unit * count;
}

/**
 * Which calls of `variant`, one of `variants` counted from 0, are those of `shard`.
 * @param weights of its calls, all of them in their order: the padded tokens, whole numbers; none counts less than 1
 */
export function callsOf(
  shard: Piece | undefined,
  variant: number,
  variants: number,
  weights: readonly number[],
): boolean[] {
  if (!shard) return weights.map(() => true);
  // a call without weight would have its middle on the edge of its unit, and belong to another variant's shard
  const lengths = weights.map((weight) => BigInt(Math.max(weight, 1)));
  const total = lengths.reduce((sum, length) => sum + length, 0n);
  // everything below is in parts of 1 / (2 total count), in which each middle and each end of a piece is whole
  const [index, count] = [BigInt(shard.index), BigInt(shard.count)];
  const piece = 2n * total * BigInt(variants);
  const [from, to] = [index * piece, (index + 1n) * piece];
  let before = 2n * total * BigInt(variant);
  return lengths.map((length) => {
    const middle = (before + length) * count;
    before += 2n * length;
    return from <= middle && middle < to;
  });
}
