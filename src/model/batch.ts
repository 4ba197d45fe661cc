/** Tokens of one call, padding included: the speed of the matrix products has levelled off here. */
const CALL_TOKENS = 512;
/** The share of a call that may be padding. */
const MAX_PADDING = 0.25;

/** The texts of one call: the index of the first, and that after the last. */
export type Call = readonly [begin: number, end: number];

/**
 * Groups neighbouring texts into calls of at most 512 padded tokens of which at most a quarter is padding, so that
 * short texts share one pass over the weights. A longer text is a call of its own. Order is kept.
 * @returns [begin, end) ranges of text indexes
 */
export function planCalls(lengths: readonly number[]): Call[] {
  const calls: Call[] = [];
  let begin = 0;
  while (begin < lengths.length) {
    let end = begin + 1;
    let longest = lengths[begin];
    let real = lengths[begin];
    while (end < lengths.length) {
      longest = Math.max(longest, lengths[end]);
      real += lengths[end];
      const padded = longest * (end + 1 - begin);
      if (padded > CALL_TOKENS || real < (1 - MAX_PADDING) * padded) break;
      end++;
    }
    calls.push([begin, end]);
    begin = end;
  }
  return calls;
}
