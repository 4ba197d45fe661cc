import {
  conditionalEntropy,
  conditionOn,
  type Distribution,
  entropy,
  mergeBy,
} from '../../metrics/discrete-information.ts';
import { identityRow, ofKind, type TheoryKind, type TheoryRow } from './row.ts';

/** Three skills, the first and the third with the same sentences: p(y) and p(x|y) over four sentences. */
const SKILLS: Distribution = [0.5, 0.3, 0.2];
const SAME: Distribution = [0.7, 0.1, 0.1, 0.1];
const OTHER: Distribution = [0.2, 0.3, 0.4, 0.1];
const SENTENCES = [SAME, OTHER, SAME];
/** f(y) of a prompting function that keeps what matters, and of one that does not (Def 3.9). */
const PERFECT = [0, 1, 0];
const IMPERFECT = [0, 0, 1];
/** p(x|context, Y=y) of a skill for which a context is good, and of one for which it is bad (Def 3.13). */
const GOOD: Distribution = [0.9, 0.05, 0.03, 0.02];
const BAD: Distribution = [0.4, 0.2, 0.2, 0.2];
/** p(context) and its rest under the first skill, to which the context is irrelevant. */
const CONTEXT: Distribution = [0.3, 0.7];
/** p(y|context) where the context also says which skill is meant. */
const SHIFTED: Distribution = [0.1, 0.8, 0.1];

/** Lemmas 3.10 and 3.14, Theorems 3.11 and 3.15 on three skills and four sentences; both sides of each are computed. */
export function promptRows(): TheoryRow[] {
  return [...activationRows(), irrelevanceRow(), ...contextRows()];
}

/** Lemma 3.10: H(X|Y=y) = H(X|f(Y)=f(y)) for every y. Theorem 3.11: H(X|Y) = H(X|f(Y)). Both need a perfect f. */
function activationRows(): TheoryRow[] {
  const conditional = conditionalEntropy(SKILLS, SENTENCES);
  return [
    { f: PERFECT, what: 'f perfect', kind: 'theorem' as const },
    { f: IMPERFECT, what: 'f not perfect (condition dropped)', kind: 'condition dropped' as const },
  ].flatMap(({ f, what, kind }) => {
    const { weights, conditionals } = mergeBy(f, SKILLS, SENTENCES);
    const difference = SENTENCES.reduce(
      (most, p, y) => Math.max(most, Math.abs(entropy(p) - entropy(conditionals[f[y]]))),
      0,
    );
    return [
      identityRow('Lemma 3.10', `largest |H(X|Y=y) - H(X|f(Y)=f(y))|, ${what}`, 0, difference, kind),
      identityRow(
        'Theorem 3.11',
        `H(X|f(Y)) against H(X|Y), ${what}`,
        conditional,
        conditionalEntropy(weights, conditionals),
        kind,
      ),
    ];
  });
}

/** Lemma 3.14: H(X|context, Y=y) = H(X|Y=y) where X and the context are independent given y. */
function irrelevanceRow(): TheoryRow {
  const joint = SAME.map((p) => CONTEXT.map((q) => p * q));
  const quantity = 'H(X|context, Y=y) against H(X|Y=y), y irrelevant to the context';
  return identityRow('Lemma 3.14', quantity, entropy(SAME), entropy(conditionOn(joint, 0)));
}

/**
 * Theorem 3.15: a context that is irrelevant or good to every skill lowers H(X|Y), one that is irrelevant or bad
 * raises it. Strictly only where some skill is good (bad), and only where the context leaves p(y) alone: the proof
 * weights H(X|context, Y=y) by p_skill(y), and the paper states neither condition.
 */
function contextRows(): TheoryRow[] {
  const before = conditionalEntropy(SKILLS, SENTENCES);
  const row = (
    what: string,
    relation: '<' | '>',
    weights: Distribution,
    under: readonly Distribution[],
    kind: TheoryKind = 'theorem',
  ) => {
    const measured = conditionalEntropy(weights, under);
    return {
      theorem: 'Theorem 3.15',
      alpha: null,
      quantity: `H(X|context, Y) ${relation} H(X|Y), ${what}`,
      predicted: before,
      measured,
      holds: relation === '<' ? measured < before : measured > before,
      ...ofKind(kind),
    };
  };
  const good = [GOOD, OTHER, GOOD];
  return [
    row('two skills good, one irrelevant', '<', SKILLS, good),
    row('two skills bad, one irrelevant', '>', SKILLS, [BAD, OTHER, BAD]),
    row('all irrelevant, none good (missing condition)', '<', SKILLS, SENTENCES, 'condition dropped'),
    row(
      'two good, but the context changes p(y) (missing condition)',
      '<',
      SHIFTED,
      good,
      'condition dropped',
    ),
  ];
}
