import { DEFAULT_STRENGTH } from '../../experiments/lasso/options.ts';
import { DEFAULT_THRESHOLD } from '../../metrics/selection.ts';
import type { Json, Row } from '../../report/result.ts';
import type { Figure } from '../figures.ts';
import { folded, type Summary, type Words } from './words.ts';

/** The paper's sentence, section 4.2. */
export function lasso({ result }: Figure): Words {
  const alpha = DEFAULT_STRENGTH.toExponential();
  const targets = (result.summary.targets ?? []) as Summary[];
  return {
    title: "Lasso against attention on the paper's sentence",
    paragraphs: [
      `Which earlier tokens reconstruct the state of a token, by Lasso and by the head mean of the last block’s attention; a pick is a weight above ${DEFAULT_THRESHOLD}; a negative coefficient, however large, is none. The paper reports two to five Lasso picks at λ = ${alpha}, which read literally picks most tokens; here ${alpha} is scikit-learn’s alpha, λ = 2 d alpha.`,
      'Reconstruction error is the relative squared error of a least-squares fit on the picked tokens; sink share is what attention gives to the first token.',
    ],
    table: folded(
      'Picks and reconstruction errors of every model',
      {
        model: 'model',
        target: 'target',
        position: 'position',
        lasso_picks: 'picks of Lasso',
        attention_picks: 'picks of attention',
        jaccard: 'Jaccard index',
        sink_share: 'attention to the first token',
        error_lasso: 'error of Lasso’s picks',
        error_attention: 'error of attention’s picks',
      },
      targets.map((target) => {
        const error = target.reconstruction_error as Record<string, number | null>;
        return {
          model: target.model as string,
          target: String(target.target).trim(),
          position: target.target_position as number,
          lasso_picks: words(target.lasso_picks),
          attention_picks: words(target.attention_picks),
          jaccard: target.jaccard as number | null,
          sink_share: target.sink_share as number,
          error_lasso: error.lasso,
          error_attention: error.attention,
        };
      }),
    ),
  };
}

/** Figure 4. */
export function vectors({ result }: Figure): Words {
  const all = (result.summary.embeddings ?? []) as Summary[];
  return {
    title: 'Figure 4: sentences as vectors',
    paragraphs: [
      'The 45 prompts, “He is the king of”, “She is the queen of” or no context, each before 15 countries, as one vector and as the mean of all tokens. “One vector” can be that of the final full stop or of the country’s last token: the paper does not say, and they differ.',
      'Whether a picture “visualises well” is the silhouette of the contexts with a permutation p-value, and how often the nearest neighbour has the same context or country.',
    ],
    table: folded(
      'How well every view separates',
      { model: 'model', vector: 'vector', space: 'view', ...SEPARATION },
      all.flatMap(({ model, vector, separation }) =>
        Object.entries(separation as Summary).map(([space, found]) => ({
          model: model as string,
          vector: vector as string,
          space: SPACES[space] ?? space,
          ...separationCells(found),
        })),
      ),
    ),
  };
}

/** Figures 5 and 6. */
export function distances({ result }: Figure, title: string, paragraphs: string[]): Words {
  const all = (result.summary.distances ?? []) as Summary[];
  return {
    title,
    paragraphs,
    caption: 'UMAP of the distances; the silhouette is of the distances themselves.',
    table: folded(
      'How well every distance separates',
      { model: 'model', metric: 'distance', ...SEPARATION },
      all.map(({ model, metric, separation }) => ({
        model: model as string,
        metric: metric as string,
        ...separationCells(separation),
      })),
    ),
  };
}

const SEPARATION = {
  silhouette: 'silhouette of the contexts',
  low: 'interval, low',
  high: 'interval, high',
  p_value: 'p',
  nearest_context: 'nearest neighbour of the same context, share',
  nearest_country: 'nearest neighbour of the same country, share',
};

/** Where distances between vectors are taken, by the keys of the summary. */
const SPACES: Record<string, string> = {
  vectors: 'the vectors themselves',
  pca: 'plane of two principal components',
  umap: 'plane of the UMAP',
};

function separationCells(separation: Json): Row {
  const found = separation as {
    context: Record<string, number | null>;
    label: Record<string, number | null>;
  } | null;
  if (found === null) return {};
  const { silhouette, low, high, p_value } = found.context;
  return {
    silhouette,
    low,
    high,
    p_value,
    nearest_context: found.context.nearest_neighbor_accuracy,
    nearest_country: found.label.nearest_neighbor_accuracy,
  };
}

function words(picks: Json): string {
  return (picks as string[]).join(' ');
}
