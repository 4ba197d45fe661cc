import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { InputError } from './errors.ts';

/** Gives the next number of a sequence, uniform in [0, 1), a multiple of 2⁻⁵³. */
export type Random = () => number;

/** Seeds are whole numbers from 0 to this. */
export const LARGEST_SEED = 2 ** 32 - 1;

/**
 * The sequence that belongs to a seed (xoroshiro128+): the same on every machine.
 * @throws InputError for what is no whole number from 0 to 2³² - 1
 * @example
 * ```ts
 * const random = seededRandom(1);
 * [random(), random()]; // [0.1038, 0.18405]
 * ```
 */
export function seededRandom(seed: number): Random {
  if (!(Number.isInteger(seed) && seed >= 0 && seed <= LARGEST_SEED))
    throw new InputError(`the seed is ${String(seed)}`, `give a whole number from 0 to ${LARGEST_SEED}`);
  return randomFrom(spread(seed));
}

/**
 * The sequence that belongs to four 32-bit words, those of a hash as a rule: for many sequences side by side, since
 * among a few ten thousand seeds of 32 bits two may be equal.
 * @param state not all 0
 */
export function randomFrom(state: readonly number[]): Random {
  const generator = xoroshiro128plusFromState(state);
  return () => uniformFloat64(generator);
}

/**
 * Four words from one, by a Weyl sequence through MurmurHash3's last steps: the generator is linear, so that without
 * this the sequences of neighbouring seeds correlate by up to 0.4, also after a jump.
 */
function spread(seed: number): number[] {
  return [1, 2, 3, 4].map((i) => {
    let word = seed + Math.imul(i, 0x9e3779b9);
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return word ^ (word >>> 16);
  });
}

/** A whole number from 0 to n - 1. */
export function randomIndex(n: number, random: Random): number {
  return Math.floor(random() * n);
}

/** Fills `out` with independent normal numbers of mean 0 (Box and Muller 1958). */
export function fillNormal(out: Float32Array, standardDeviation: number, random: Random): void {
  for (let i = 0; i < out.length; i += 2) {
    const radius = standardDeviation * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    out[i] = radius * Math.cos(angle);
    if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle);
  }
}
