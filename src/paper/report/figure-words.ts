import { DEFAULT_GAMMA } from '../../metrics/jensen-shannon.ts';
import { DEFAULT_RIDGE } from '../../metrics/sentence-distance.ts';
import type { Figure, FigureName } from '../figures.ts';
import type { Reproduction } from '../reproduce.ts';
import { gains, published, scaling } from './figure-words-corpus.ts';
import { distances, lasso, vectors } from './figure-words-sentences.ts';
import { folded, type Words } from './words.ts';

/** The words of every figure, with what was found in them. */
export function figureWords({ figures, claims, measured }: Reproduction): Record<FigureName, Words> {
  return {
    fig1: published(figures.fig1),
    'fig1-measured': scaling(figures['fig1-measured'], claims),
    fig3: gains(claims, measured),
    lasso: lasso(figures.lasso),
    fig4: vectors(figures.fig4),
    fig5: distances(figures.fig5, 'Figure 5: sentences by JS distance', [
      `Each sentence is the covariance A = ZᵀZ/n of its normalised states, and two are compared by the JS distance at γ = ${DEFAULT_GAMMA}: second-order information where Figure 4 has first-order.`,
    ]),
    fig6: distances(figures.fig6, 'Figure 6: the other four distances', [
      `Logdet, Riemannian and log-Euclidean distances are infinite or undefined for singular covariances, and these are singular: a ridge δ I is added. The paper does not give its δ; here it is ${DEFAULT_RIDGE.toExponential()}. The Frobenius distance needs none. Logdet is JS with γ = 1/δ, exactly.`,
    ]),
    theory: theorems(figures.theory),
  };
}

function theorems({ result }: Figure): Words {
  const { holds, fails } = result.summary;
  const judged = result.rows.filter((row) => row.holds !== null);
  return {
    title: 'Theory: predicted and measured',
    paragraphs: [
      `Section 3 on exact sums and small explicit distributions, and what it says of the states of these models: ${holds} rows hold, ${fails} do not. Those that do not are errata of the paper, conditions it leaves out, or approximations that a finite number of skills bends.`,
    ],
    table: folded(
      'Every theorem and setting',
      {
        model: 'model',
        theorem: 'theorem',
        alpha: 'α',
        quantity: 'quantity',
        predicted: 'predicted',
        measured: 'measured',
        holds: 'agrees',
      },
      judged,
    ),
  };
}
