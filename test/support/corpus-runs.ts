import type { CorpusRun, CorpusRuns } from '../../src/paper/claims/corpus-run.ts';
import type { LassoAttention } from '../../src/paper/claims/lasso.ts';
import { seededRandom } from '../../src/random.ts';

/** A model with so many dimensions; its size grows with them unless given. */
interface Made {
  model?: string;
  dim?: number;
  size?: number;
  /** Of each text, the gain of each token in nats. */
  gains?: number[][];
  picks?: LassoAttention[][];
}

/** A model's run over texts that have only these gains, or only these picks. */
export function madeRun({ dim = 32, model = `d${dim}`, size = 1000 * dim, gains, picks }: Made): CorpusRun {
  const texts = gains ?? picks!.map(() => [4.6, 3]);
  return {
    model,
    revision: null,
    layer: 4,
    dim,
    parameters: { total: size, nonEmbedding: size },
    texts: texts.map((steps, index) => {
      const gain = Float64Array.from(steps);
      let total = 0;
      const informationGain = gain.map((step) => {
        total += step;
        return total;
      });
      return { index, tokens: gain.length, gain, informationGain, picks: picks?.[index] ?? [] };
    }),
  };
}

/** @param seeds the untrained models of each seed, one per size */
export function madeRuns(trained: CorpusRun[], seeds: CorpusRun[][] = []): CorpusRuns {
  const control = trained.map((_, size) => seeds.map((models) => models[size]));
  return { trained, control, data: 'made texts' };
}

/** Seeds enough for a rule: the same untrained models, but for a little noise that makes a standard deviation. */
export function seedsAround<T>(make: (noise: number) => T, spread = 0.001): T[] {
  return [-1, 0, 1, -1, 0, 1, -1, 1].map((step) => make(spread * step));
}

/** The sequence that every interval of these tests begins anew. */
export const random = () => seededRandom(7);

/** The 95 % bootstrap interval by plain loops: the same draws as `random` gives, NumPy's quantiles. */
export function plainInterval(n: number, statistic: (drawn: number[]) => number): [number, number] {
  const next = random();
  const values: number[] = [];
  for (let r = 0; r < 2000; r++)
    values.push(statistic(Array.from({ length: n }, () => Math.floor(next() * n))));
  values.sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * 1999;
    const [below, part] = [Math.floor(place), place % 1];
    return values[below] * (1 - part) + values[below + 1] * part;
  };
  return [at(0.025), at(0.975)];
}

export function meanOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
