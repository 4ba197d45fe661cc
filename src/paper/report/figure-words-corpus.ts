import type { Json, Row } from '../../report/result.ts';
import { type Claim, claimsOf } from '../claims/claim.ts';
import { RESIDUAL } from '../claims/scaling.ts';
import type { Figure } from '../figures.ts';
import type { Measured } from '../measured.ts';
import { folded, number, type Summary, type Words } from './words.ts';

/** Of claims there is the mean over the seeds, which is another number. */
const FIRST_SEED = 'Untrained models are drawn as the first seed has them.';

/** Figure 1, from published numbers. */
export function published({ result }: Figure): Words {
  const fits = result.summary.fits as Summary[];
  const slopes = fits.filter(({ family }) => family === 'pythia').map(({ slope }) => slope as number);
  const [{ null_slope: constant, null_r2: fit }] = fits as { null_slope: number; null_r2: number }[];
  return {
    title: 'Figure 1: entropy against model size, published',
    paragraphs: [
      `As in the paper, a simulation: eq. (1) at the effective ranks that Wei et al. 2024 published, against the total number of parameters. The slopes of Pythia lie between ${number(Math.min(...slopes))} and ${number(Math.max(...slopes))}, and the fit looks convincing.`,
      `So does the null model beside it: give every Pythia size the same effective rank of ${result.summary.null_rank} and let only the width d vary, and the slope is ${number(constant)} with R² ${number(fit)}. Most of the power law is the width by which entropy is divided.`,
    ],
    table: folded(
      'The published fits',
      {
        family: 'family',
        dataset: 'data set',
        models: 'models',
        slope: 'slope',
        r2: 'R²',
        null_slope: 'slope at a constant rank',
        null_r2: 'its R²',
      },
      fits as Row[],
    ),
  };
}

/** Figure 1, measured on the corpus. */
export function scaling({ result }: Figure, claims: readonly Claim[]): Words {
  const fits = (result.summary.power_law ?? []) as Summary[];
  const verdict = claimsOf(claims, 1)[0];
  const [trained] = fits;
  return {
    title: 'Figure 1 measured: the same on these models',
    caption: FIRST_SEED,
    paragraphs: [
      'The experiment that the paper did not run: effective rank measured on the corpus, eq. (1) at r/d, and the same for randomly initialised models of the same shapes.',
      trained === undefined
        ? 'A power law needs three models of different size: there is no fit here.'
        : `The slope is ${number(trained.slope)}${range(trained.low, trained.high)} with R² ${number(trained.r2)}; with the constant rank ${number(trained.null_rank)} of the narrowest model it would be ${number(trained.null_slope)}.${residualSentence(verdict)}${controlSentence(trained, verdict)} Verdict: ${verdict.verdict}.`,
      'The interval is a bootstrap over texts: it says nothing of other models or training runs. What it says nothing of, the seed, the untrained models say.',
    ],
    table: folded(
      'Entropies and ranks of each model, means over the texts',
      {
        model: 'model',
        weights: 'weights',
        dim: 'd',
        parameters: 'parameters',
        matrix_entropy: 'matrix entropy, nats',
        effective_rank: 'effective rank r',
        rank_ratio: 'r/d',
        eq1: 'f(r/d)',
        entropy_normalized: 'normalised entropy',
      },
      (result.summary.means ?? []) as Row[],
    ),
  };
}

/** How much of the trained slope the width alone brings. */
function controlSentence({ slope }: Summary, { control }: Claim): string {
  if (control === null || control.interval === null) return '';
  const { mean, interval, seeds } = control;
  const share = Math.round((100 * mean) / (slope as number));
  return ` The untrained models of ${seeds} seeds have a slope of ${number(mean)} on average, ${share} % of it; one more would lie in${range(interval.low, interval.high)}.`;
}

/** How far the points are off the line, since R² of a few is a weak test. */
function residualSentence({ parts }: Claim): string {
  const residuals = parts.filter(({ name }) => name === RESIDUAL);
  if (residuals.length === 0) return '';
  const each = residuals.map(({ model, value }) => `${model} ${number(value)}`).join(', ');
  return ` R² of ${residuals.length} points is a weak test: the logarithm of each lies off the line by ${each}.`;
}

function range(low: Json, high: Json): string {
  return low === null ? '' : ` [${number(low)}, ${number(high)}]`;
}

/** Figure 3. */
export function gains(claims: readonly Claim[], { lengths }: Measured): Words {
  const verdictOf = (number: number) => [...new Set(claimsOf(claims, number).map(({ verdict }) => verdict))];
  const { compared, halfWidth, longest } = lengths;
  const why =
    compared === halfWidth
      ? 'half the width of the narrowest model'
      : 'a length that more than half of the texts reach';
  const beyond =
    longest > halfWidth
      ? '; beyond the dotted line, “compared up to here”, the curves go on, and a diamond marks where each has as many tokens as its model has dimensions'
      : '';
  const [, longer] = new Set(claimsOf(claims, 3).map((claim) => claim.lengths));
  const also =
    longer === undefined
      ? ''
      : ` Claim 3 is tested at ${longer} too, the longest that every text reaches: where that is beyond a width d, its verdict is about that limit as well.`;
  return {
    title: 'Figure 3: information gain',
    caption: FIRST_SEED,
    paragraphs: [
      `Information gain against length (left) and the gain of each new token (right), per dimension as in the paper. That it grows is a theorem. That it grows more slowly for larger models: ${verdictOf(3).join(', ')}. That each token adds less as the text goes on: ${verdictOf(4).join(', ')}; that it does so less for larger models: ${verdictOf(5).join(', ')}.`,
      `The Gram matrix of a text has rank d at most, so that gains fall beyond T = d whatever the text says. Sizes are compared within T <= ${compared}, ${why}${beyond}.${also}`,
    ],
  };
}
