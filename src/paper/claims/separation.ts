import type { Interval } from '../../metrics/bootstrap.ts';
import { silhouetteInterval } from '../../metrics/separation.ts';
import type { Random } from '../../random.ts';
import { type Claim, type Part, type Subject, testedAlone } from './claim.ts';
import { controlOf, judge } from './control.ts';
import { dependsOnChoice, outcomeOf } from './outcome.ts';

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
export interface PromptRun extends Subject {
  views: Record<ViewName, View>;
}

/** Of an untrained model, the silhouette in every view. */
export type Silhouettes = Record<ViewName, number>;

/** The prompts in every model, smallest first. */
export interface PromptRuns {
  trained: PromptRun[];
  /** Of each size, its untrained models, one per seed. */
  control: Silhouettes[][];
  /** What each prompt names: the country. */
  labels: string[];
  data: string;
}

export const LARGEST_P = 0.01;

/** Claims 8 to 10: the claim and the views it is about. */
const VIEWS: { number: number; view: ViewName; setting: string }[] = [
  { number: 8, view: 'pca', setting: 'plane of the first two components' },
  { number: 9, view: 'js', setting: 'JS distance' },
  { number: 10, view: 'logdet', setting: 'Logdet distance' },
  { number: 10, view: 'riemann', setting: 'Riemannian distance' },
  { number: 10, view: 'logeuclidean', setting: 'log-Euclidean distance' },
  { number: 10, view: 'frobenius', setting: 'Frobenius distance' },
];

/** Claims 7 to 10, for every size (section 4.3, appendix A, Figs 4 to 6). */
export function separationClaims(runs: PromptRuns, random: () => Random): Claim[] {
  return [...meanAgainstOne(runs, random), ...VIEWS.flatMap((view) => separates(runs, view))];
}

const SETTINGS = { last: "against the last token's vector", country: "against the country's vector" };

/** Claim 7: silhouette of the mean vectors less that of one vector, whichever that is. */
function meanAgainstOne(runs: PromptRuns, random: () => Random): Claim[] {
  return runs.trained.flatMap((run, size) => {
    const controls = runs.control[size] ?? [];
    const tests = (['last', 'country'] as const).map((vector) => {
      const { mean, [vector]: one } = run.views;
      const samples = mean.samples.map((value, i) => value - one.samples[i]);
      const interval = silhouetteInterval(samples, runs.labels, random());
      const control = controlOf(controls.map((untrained) => untrained.mean - untrained[vector]));
      const value = mean.silhouette - one.silhouette;
      return { vector, value, interval, control, outcome: outcomeOf(interval, 0, 'above') };
    });
    const depends = dependsOnChoice(tests.map(({ outcome }) => outcome));
    return tests.map(({ vector, value, interval, control, outcome }) => ({
      ...testedAlone(run, runs.data),
      number: 7,
      quantity: 'silhouette of mean vectors - silhouette of one vector',
      setting: SETTINGS[vector],
      value,
      interval,
      threshold:
        'interval above 0; for one of both vectors only: depends on the one vector; also untrained unless it lies above the control',
      verdict: depends ? ('depends on the one vector' as const) : judge(outcome, interval, control, 'above'),
      control,
      parts: (['mean', vector] as const).map((view) => silhouettePart(run, controls, view)),
    }));
  });
}

/** What the parts of claim 7 are called. */
export const SILHOUETTE_OF = {
  mean: 'silhouette of mean vectors',
  last: "silhouette of the last tokens' vectors",
  country: "silhouette of the countries' vectors",
};

function silhouettePart(
  { model, views }: PromptRun,
  controls: readonly Silhouettes[],
  view: 'mean' | 'last' | 'country',
): Part {
  const control = controlOf(controls.map((untrained) => untrained[view]));
  return { name: SILHOUETTE_OF[view], model, value: views[view].silhouette, control };
}

/** Claims 8 to 10: silhouette above 0, by the interval and by the permutation test. */
function separates(runs: PromptRuns, { number, view, setting }: (typeof VIEWS)[number]): Claim[] {
  return runs.trained.map((run, size) => {
    const { silhouette, p, interval } = run.views[view];
    const control = controlOf((runs.control[size] ?? []).map((untrained) => untrained[view]));
    const above = outcomeOf(interval, 0, 'above');
    const outcome = above === 'holds' && p >= LARGEST_P ? 'fails' : above;
    return {
      ...testedAlone(run, runs.data),
      number,
      quantity: 'silhouette of the contexts',
      setting,
      value: silhouette,
      interval,
      threshold: `above 0 with p < ${LARGEST_P}; also untrained unless it lies above the control`,
      verdict: judge(outcome, interval, control, 'above'),
      p,
      control,
      parts: [],
    };
  });
}
