import { checkDistances, checkLength } from '../linalg/check.ts';
/** Classes as numbers 0..count-1, in order of first appearance. */
export interface Coded {
  codes: Int32Array;
  count: number;
}

export function codeClasses(classes: readonly string[]): Coded {
  const names = new Map<string, number>();
  for (const name of classes) if (!names.has(name)) names.set(name, names.size);
  return { codes: Int32Array.from(classes, (name) => names.get(name)!), count: names.size };
}

/**
 * The silhouette of every point (Rousseeuw 1987, as scikit-learn computes it): (b - a) / max(a, b), a the mean
 * distance to the other points of its class, b the least mean distance to the points of another class. 0 for the only
 * point of its class, and where a = b = 0.
 * @param D n x n distances, row-major
 * @returns null unless there are 2 to n - 1 classes, where silhouettes are undefined
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * silhouetteSamples(pointDistances(Float64Array.of(0, 1, 8, 9), 4, 1), 4, ['a', 'a', 'b', 'b']); // [0.88235, 0.86667, 0.86667, 0.88235]
 * ```
 */
export function silhouetteSamples(
  D: Float64Array,
  n: number,
  classes: readonly string[],
): Float64Array | null {
  checkDistances(D, n);
  checkLength('classes', classes, n);
  const { codes, count } = codeClasses(classes);
  if (count < 2 || count > n - 1) return null;
  const samples = new Float64Array(n);
  new Silhouettes(D, n, codes, count).fill(codes, samples);
  return samples;
}

/** Silhouettes of the same points under one division into classes after another; class sizes stay as they are. */
export class Silhouettes {
  private readonly D: Float64Array;
  private readonly n: number;
  private readonly sizes: Int32Array;
  private readonly sums: Float64Array;

  /** @param codes a division into `count` classes, each of which has a point */
  constructor(D: Float64Array, n: number, codes: Int32Array, count: number) {
    this.D = D;
    this.n = n;
    this.sizes = new Int32Array(count);
    this.sums = new Float64Array(count);
    for (const code of codes) this.sizes[code]++;
  }

  /** Writes the silhouette of every point into `samples`. Cost n². */
  fill(codes: Int32Array, samples: Float64Array): void {
    for (let i = 0; i < this.n; i++) samples[i] = this.of(i, codes);
  }

  /** The mean over the points. Cost n². */
  mean(codes: Int32Array): number {
    let total = 0;
    for (let i = 0; i < this.n; i++) total += this.of(i, codes);
    return total / this.n;
  }

  private of(i: number, codes: Int32Array): number {
    const { D, n, sizes, sums } = this;
    const own = codes[i];
    if (sizes[own] === 1) return 0;
    sums.fill(0);
    for (let j = 0, at = i * n; j < n; j++, at++) sums[codes[j]] += D[at];
    const a = sums[own] / (sizes[own] - 1);
    let b = Number.POSITIVE_INFINITY;
    for (let c = 0; c < sums.length; c++) {
      const mean = sums[c] / sizes[c];
      if (c !== own && mean < b) b = mean;
    }
    const larger = Math.max(a, b);
    // means of equal distances are equal, whatever their sums round to
    return Math.abs(b - a) <= n * Number.EPSILON * larger ? 0 : (b - a) / larger;
  }
}
