import { distance } from './distance/distance.ts';
import { embed } from './embed/embed.ts';
import { entropy } from './entropy/entropy.ts';
import type { Experiment } from './experiment.ts';
import { infogain } from './infogain/infogain.ts';
import { lasso } from './lasso/lasso.ts';
import { theory } from './theory/theory.ts';

/** What every experiment has, whatever its options and records are. */
export type AnyExperiment = Pick<Experiment<never, never>, 'name' | 'figure' | 'answer' | 'saved'>;

/** All experiments, in the order of the help. */
export const EXPERIMENTS: readonly AnyExperiment[] = [infogain, entropy, lasso, embed, distance, theory];

/** An experiment whose options and records are its own business. */
export type SomeExperiment = Experiment<unknown, unknown, unknown>;

/** The experiment of a name. */
export function experimentNamed(name: string): SomeExperiment | undefined {
  // what it is handed are its own options and records, as it wrote them down
  return EXPERIMENTS.find((experiment) => experiment.name === name) as SomeExperiment | undefined;
}
