import type { Interval } from '../../metrics/bootstrap.ts';
import { silhouetteInterval } from '../../metrics/separation.ts';
import type { Random } from '../../random.ts';
import { type Claim, rangeOf } from './claim.ts';
import { dependsOnChoice, outcomeOf, reaches, verdictOf } from './outcome.ts';

/** A way to look at the prompts, by the distances between them. */
export type ViewName =
  | 'mean'
  | 'last'
  | 'country'
  | 'pca'
  | 'js'
  | 'logdet'
  | 'riemann'
  | 'logeuclidean'
  | 'frobenius';

/** How well one view separates the contexts. */
export interface View {
  /** Silhouette of each prompt. */
  samples: Float64Array;
  silhouette: number;
  p: number;
  interval: Interval;
}

/** What one model, trained or untrained, makes of the prompts. */
export interface PromptRun {
  model: string;
  views: Record<ViewName, View>;
}

/** What is compared of an untrained one. */
export interface ControlRun {
  model: string;
  silhouettes: Record<ViewName, number>;
}

/** The prompts in every model, smallest first, with the untrained models of each seed. */
export interface PromptRuns {
  trained: PromptRun[];
  control: ControlRun[][];
  /** What each prompt names: the country. */
  labels: string[];
  data: string;
}

const LARGEST_P = 0.01;

/** Claims 8 to 10: the claim and the views it is about. */
const VIEWS: { claim: string; view: ViewName; what: string }[] = [
  {
    claim: '8 PCA of mean vectors separates the contexts',
    view: 'pca',
    what: 'plane of the first two components',
  },
  { claim: '9 JS distances separate the sentences', view: 'js', what: 'JS distance' },
  { claim: '10 so do the other four distances', view: 'logdet', what: 'Logdet distance' },
  { claim: '10 so do the other four distances', view: 'riemann', what: 'Riemannian distance' },
  { claim: '10 so do the other four distances', view: 'logeuclidean', what: 'log-Euclidean distance' },
  { claim: '10 so do the other four distances', view: 'frobenius', what: 'Frobenius distance' },
];

/** Claims 7 to 10, for every size (section 4.3, appendix A, Figs 4 to 6). */
export function separationClaims(runs: PromptRuns, random: () => Random): Claim[] {
  return [...meanAgainstOne(runs, random), ...VIEWS.flatMap((view) => separates(runs, view))];
}

/** Claim 7: silhouette of the mean vectors less that of one vector, whichever that is. */
function meanAgainstOne(runs: PromptRuns, random: () => Random): Claim[] {
  return runs.trained.flatMap((run, size) => {
    const tests = (['last', 'country'] as const).map((vector) => {
      const { mean, [vector]: one } = run.views;
      const samples = mean.samples.map((value, i) => value - one.samples[i]);
      const interval = silhouetteInterval(samples, runs.labels, random());
      const control = rangeOf(
        runs.control.map((models) => models[size].silhouettes.mean - models[size].silhouettes[vector]),
      );
      const value = mean.silhouette - one.silhouette;
      return { vector, value, interval, control, outcome: outcomeOf(interval, 0, 'above') };
    });
    const depends = dependsOnChoice(tests.map(({ outcome }) => outcome));
    return tests.map(({ vector, value, interval, control, outcome }) => ({
      claim: '7 mean vectors separate contexts better than one vector',
      quantity: `silhouette of mean vectors - of the ${vector === 'last' ? "last token's" : "country's"} vector`,
      value,
      interval,
      threshold:
        'interval above 0; for one of both vectors only: depends on the one vector; also untrained where the control reaches it',
      verdict: depends
        ? ('depends on the one vector' as const)
        : verdictOf(outcome, reaches(control, interval, 'above')),
      models: run.model,
      data: runs.data,
      control,
    }));
  });
}

/** Claims 8 to 10: silhouette above 0, by the interval and by the permutation test. */
function separates(runs: PromptRuns, { claim, view, what }: (typeof VIEWS)[number]): Claim[] {
  return runs.trained.map((run, size) => {
    const { silhouette, p, interval } = run.views[view];
    const control = rangeOf(runs.control.map((models) => models[size].silhouettes[view]));
    const above = outcomeOf(interval, 0, 'above');
    const outcome = above === 'holds' && p >= LARGEST_P ? 'fails' : above;
    return {
      claim,
      quantity: `silhouette of the contexts, ${what} (p = ${p})`,
      value: silhouette,
      interval,
      threshold: `above 0 with p < ${LARGEST_P}; also untrained where the control reaches the interval`,
      verdict: verdictOf(outcome, reaches(control, interval, 'above')),
      models: run.model,
      data: runs.data,
      control,
    };
  });
}
