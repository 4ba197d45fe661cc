import {
  conditionalEntropy,
  type Distribution,
  entropy,
  marginal,
  meanDivergence,
} from '../../metrics/discrete-information.ts';
import { identityRow, type TheoryRow } from './row.ts';

const SKILLS: Distribution = [0.5, 0.3, 0.2];
/** p(x|y) of the part of a sentence that its skill decides. */
const DECIDED = [
  [0.6, 0.2, 0.1, 0.1],
  [0.1, 0.7, 0.1, 0.1],
  [0.2, 0.2, 0.2, 0.4],
];
/** Distributions of the rest of a sentence, independent of the skill: what training changes (the θ of Theorem 3.18). */
const TRAINED = [
  [0.25, 0.25, 0.25, 0.25],
  [0.7, 0.1, 0.1, 0.1],
  [0.97, 0.01, 0.01, 0.01],
];
/** How much sharper p(x|y) is where training changes the divergences as well. */
const SHARPENED = 3;

/**
 * Lemma 3.17: H(X) - H(X|Y) = Σ p(y) KL(p(x|y) ‖ p(x)), both sides computed. Theorem 3.18: the difference is the same
 * for every θ as long as the divergences are (assumption 3.16), and not where they change.
 */
export function divergenceRows(): TheoryRow[] {
  const families = TRAINED.map((rest) => DECIDED.map((decided) => product(decided, rest)));
  const constant = meanDivergence(SKILLS, families[0]);
  const sharper = DECIDED.map((p) => sharpened(p, SHARPENED));
  return [
    identityRow(
      'Lemma 3.17',
      'H(X) - H(X|Y) against Σ p(y) KL(p(x|y) ‖ p(x))',
      meanDivergence(SKILLS, DECIDED),
      information(DECIDED),
    ),
    ...families.map((family, i) =>
      identityRow(
        'Theorem 3.18',
        `H(X) - H(X|Y) against its constant, θ ${i + 1}`,
        constant,
        information(family),
      ),
    ),
    identityRow(
      'Theorem 3.18',
      'H(X) - H(X|Y) where the divergences change with θ (assumption 3.16 dropped)',
      constant,
      information(sharper),
      'condition dropped',
    ),
  ];
}

/** H(X) - H(X|Y), by its definition. */
function information(pxy: readonly Distribution[]): number {
  return entropy(marginal(SKILLS, pxy)) - conditionalEntropy(SKILLS, pxy);
}

function product(p: Distribution, q: Distribution): number[] {
  return p.flatMap((a) => q.map((b) => a * b));
}

function sharpened(p: Distribution, power: number): number[] {
  const powers = p.map((value) => value ** power);
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
}
