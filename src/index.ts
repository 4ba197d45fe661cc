/** The main door: models, experiments and their results. Metrics and formats have doors of their own. */
export { InputError, Interrupted, LlmgeoError } from './errors.ts';
export { distance } from './experiments/distance/distance.ts';
export { embed } from './experiments/embed/embed.ts';
export { entropy } from './experiments/entropy/entropy.ts';
export type { Experiment } from './experiments/experiment.ts';
export { infogain } from './experiments/infogain/infogain.ts';
export { lasso } from './experiments/lasso/lasso.ts';
export { theory } from './experiments/theory/theory.ts';
export { HubUnreachable } from './hub/faults.ts';
export { draw } from './library/draw.ts';
export { openModel } from './library/open-model.ts';
export { run } from './library/run.ts';
