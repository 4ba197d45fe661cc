/**
 * Information of small explicit distributions, in nats. A distribution is the list of its probabilities; a
 * conditional one p(x|y) is a list of distributions, one for each y.
 */
export type Distribution = readonly number[];

/** H(X) = -Σ p log p, with 0 log 0 = 0. */
export function entropy(p: Distribution): number {
  return p.reduce((sum, value) => (value > 0 ? sum - value * Math.log(value) : sum), 0);
}

/** KL(p ‖ q) = Σ p log(p / q); infinite where q is 0 and p is not. */
export function klDivergence(p: Distribution, q: Distribution): number {
  return p.reduce((sum, value, x) => (value > 0 ? sum + value * Math.log(value / q[x]) : sum), 0);
}

/** The marginal p(x) = Σ_y p(y) p(x|y). */
export function marginal(py: Distribution, pxy: readonly Distribution[]): number[] {
  return pxy[0].map((_, x) => py.reduce((sum, weight, y) => sum + weight * pxy[y][x], 0));
}

/** H(X|Y) = Σ_y p(y) H(X|Y=y) (Def 2.2). */
export function conditionalEntropy(py: Distribution, pxy: readonly Distribution[]): number {
  return py.reduce((sum, weight, y) => sum + weight * entropy(pxy[y]), 0);
}

/** Σ_y p(y) KL(p(x|y) ‖ p(x)), the right-hand side of Lemma 3.17. */
export function meanDivergence(py: Distribution, pxy: readonly Distribution[]): number {
  const px = marginal(py, pxy);
  return py.reduce((sum, weight, y) => sum + weight * klDivergence(pxy[y], px), 0);
}

/** p(ȳ) and p(x|ȳ) of Ȳ = f(Y), with f given by the index of f(y) for each y: what prompting does to skills. */
export function mergeBy(f: readonly number[], py: Distribution, pxy: readonly Distribution[]) {
  const images = [...new Set(f)].sort((a, b) => a - b);
  const weights = images.map((image) => py.reduce((sum, p, y) => (f[y] === image ? sum + p : sum), 0));
  const conditionals = images.map((image, i) => {
    const shares = py.map((p, y) => (f[y] === image ? p / weights[i] : 0));
    return marginal(shares, pxy);
  });
  return { weights, conditionals };
}

/** p(x|c) from the joint p(x, c), one list over c for each x. */
export function conditionOn(joint: readonly Distribution[], c: number): number[] {
  const total = joint.reduce((sum, row) => sum + row[c], 0);
  return joint.map((row) => row[c] / total);
}
