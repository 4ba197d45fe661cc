import { distance } from '../experiments/distance/distance.ts';
import { embed } from '../experiments/embed/embed.ts';
import { VECTOR_KINDS } from '../experiments/embed/vectors.ts';
import { entropy } from '../experiments/entropy/entropy.ts';
import { infogain } from '../experiments/infogain/infogain.ts';
import { lasso } from '../experiments/lasso/lasso.ts';
import { DISTANCES } from '../metrics/sentence-distance.ts';

/** The options under which the paper's figures are made: those of the commands, but for what stands here. */
export function paperOptions(seed: number) {
  return {
    entropy: { ...entropy.defaults, seed },
    infogain: { ...infogain.defaults, by: 'length' as const },
    /** As the paper has it, but for the convention, which it leaves open (section 4.2). */
    lasso: { ...lasso.defaults, attentionLayer: 'last' as const },
    embed: { ...embed.defaults, vector: VECTOR_KINDS, seed },
    distance: { ...distance.defaults, metric: DISTANCES, seed },
  };
}
