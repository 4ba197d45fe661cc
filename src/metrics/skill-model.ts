import { CompensatedSum } from './compensated-sum.ts';
import { hurwitzZeta } from './zeta.ts';

/** Section 3's model of skills with p(k) ∝ k^-(alpha+1), k = 1..skills. */
export interface SkillModel {
  /** Above 0. */
  alpha: number;
  /** M, how many skills there are; null: without bound. */
  skills: number | null;
  /** B: H(X|y) in nats before skill y is comprehended (Def 3.4). */
  before: number;
  /** C < B: H(X|y) in nats once it is. */
  after: number;
  /** Δ: what a flop spent on a skill takes from H(X|y), in nats. */
  perFlop: number;
}

/** What the model says once the n easiest skills are comprehended, for each n asked for. */
export interface SkillCurve {
  n: number[];
  /** H(X|Y) - C = (B - C) Σ_{k>n} p(k), in nats. */
  excess: Float64Array;
  /** S = Σ_{k<=n} (B - C) / (p(k) Δ). */
  flops: Float64Array;
  /** Z = Σ_k k^-(alpha+1). */
  normalizer: number;
}

/**
 * Conditional entropy (proof of Lemma 3.6) and flops (proof of Theorem 3.8) by exact sums: over all skills where
 * their number is finite, by the Hurwitz zeta function where it is not.
 * @param n ascending whole numbers, below `skills`
 */
export function skillCurve({ alpha, skills, before, after, perFlop }: SkillModel, n: number[]): SkillCurve {
  const { tails, normalizer } = skills === null ? unboundedTails(alpha, n) : finiteTails(alpha, skills, n);
  return {
    n,
    excess: tails.map((tail) => ((before - after) * tail) / normalizer),
    flops: powerSums(alpha + 1, n).map((sum) => ((before - after) * normalizer * sum) / perFlop),
    normalizer,
  };
}

function unboundedTails(alpha: number, n: number[]) {
  return {
    tails: Float64Array.from(n, (count) => hurwitzZeta(alpha + 1, count + 1)),
    normalizer: hurwitzZeta(alpha + 1, 1),
  };
}

/** Σ_{k=n+1..M} k^-(alpha+1) for each n, summed from the smallest term up. */
function finiteTails(alpha: number, skills: number, n: number[]) {
  const tails = new Float64Array(n.length);
  const sum = new CompensatedSum();
  let next = n.length - 1;
  for (let k = skills; k > 0; k--) {
    for (; next >= 0 && n[next] === k; next--) tails[next] = sum.value;
    sum.add(k ** -(alpha + 1));
  }
  return { tails, normalizer: sum.value };
}

/** Σ_{k=1..n} k^exponent for each n. */
function powerSums(exponent: number, n: number[]): Float64Array {
  const sum = new CompensatedSum();
  let k = 0;
  return Float64Array.from(n, (count) => {
    while (k < count) sum.add((++k) ** exponent);
    return sum.value;
  });
}
