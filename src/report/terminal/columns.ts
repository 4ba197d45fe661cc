/** How a value is written, where it is not a plain number or word. */
export type Notation = 'count' | 'bytes' | 'p' | 'pick';

/** How a column, or a field of a summary, is shown. */
export interface ColumnStyle {
  heading: string;
  /** 0: always there. Otherwise the column with the highest number is left out first where there is no room. */
  drop: number;
  notation?: Notation;
  /** What a heading stands for, where the name of the column does not say it. */
  meaning?: string;
  /** Words that may take several lines; other words are cut where they are very long. */
  wraps?: boolean;
  /** Beside the number, a bar of its share of the largest. */
  bar?: boolean;
}

type Entry = [heading: string, drop: number, more?: Omit<ColumnStyle, 'heading' | 'drop'>];

const WRAPS = { wraps: true };
const BAR = { bar: true };

const STYLES: Record<string, Entry> = {
  model: ['model', 0, WRAPS],
  revision: ['revision', 0, WRAPS],
  weights: ['weights', 0],
  layer: ['layer', 0],
  text: ['text', 0],
  position: ['pos', 0],
  token: ['token', 0],
  token_id: ['id', 6],
  // infogain
  information_gain: ['I', 2],
  information_gain_per_dim: ['I/d', 8],
  information_gain_bound: ['bound', 4],
  gain: ['gain', 0, BAR],
  gain_per_dim: ['gain/d', 9],
  gain_as_printed: ['printed', 1],
  posterior_variance: ['variance', 3],
  length: ['length', 0],
  information_gain_mean: ['I', 2],
  information_gain_sem: ['I sem', 7],
  information_gain_per_dim_mean: ['I/d', 0],
  information_gain_per_dim_sem: ['I/d sem', 4],
  information_gain_bound_per_dim_mean: ['bound/d', 6],
  gain_mean: ['gain', 3],
  gain_sem: ['gain sem', 8],
  gain_per_dim_mean: ['gain/d', 0, BAR],
  gain_per_dim_sem: ['gain/d sem', 5],
  texts: ['texts', 7],
  // entropy
  tokens: ['tokens', 5],
  tokens_mean: ['tokens', 5],
  dim: ['d', 4],
  parameters: ['params', 2, { notation: 'count' }],
  entropy: ['L_eps', 8],
  entropy_normalized: ['L_eps/max', 0],
  entropy_ceiling: ['ceiling', 9],
  matrix_entropy: ['H', 3],
  matrix_entropy_normalized: ['H/log d', 6],
  effective_rank: ['rank', 0],
  stable_rank: ['st. rank', 5],
  rank_ratio: ['r/d', 2],
  eq1: ['eq. (1)', 1],
  diff_erank: ['Diff-eRank', 0],
  difference: ['difference', 5, WRAPS],
  family: ['family', 1],
  dataset: ['data set', 0],
  null_entropy_normalized: ['null', 3],
  models: ['models', 4],
  slope: ['slope', 0],
  low: ['low', 2],
  high: ['high', 2],
  r2: ['R2', 3],
  prefactor: ['prefactor', 6],
  residual_degrees_of_freedom: ['d.o.f.', 5],
  null_slope: ['null slope', 4],
  null_r2: ['null R2', 5],
  null_rank: ['null rank', 6],
  // lasso
  target: ['target', 0],
  target_position: ['at', 1],
  lambda: ['lambda', 2],
  alpha: ['alpha', 1],
  lasso_coefficient: ['Lasso', 0],
  lasso_pick: ['pick', 0, { notation: 'pick' }],
  attention: ['attention', 0],
  attention_pick: ['pick', 0, { notation: 'pick' }],
  lasso_picks: ['Lasso', 0],
  attention_picks: ['attention', 0],
  jaccard: ['Jaccard', 0],
  sink_share: ['sink', 3],
  error_lasso: ['error Lasso', 1],
  error_attention: ['error attn.', 1],
  error_coefficients: ['error coeff.', 8],
  gap: ['gap', 8],
  iterations: ['iterations', 9],
  converged: ['converged', 7],
  intercept: ['intercept', 6],
  // embed and distance
  metric: ['metric', 0],
  vector: ['vector', 0],
  context: ['context', 4],
  label: ['label', 0],
  pca_1: ['PCA 1', 0],
  pca_2: ['PCA 2', 0],
  umap_1: ['UMAP 1', 2],
  umap_2: ['UMAP 2', 2],
  a: ['a', 0],
  b: ['b', 0],
  context_a: ['context of a', 4],
  label_a: ['label of a', 2],
  context_b: ['context of b', 4],
  label_b: ['label of b', 2],
  distance: ['distance', 0],
  view: ['view', 0],
  by: ['by', 0],
  silhouette: ['silhouette', 0],
  p_value: ['p', 0, { notation: 'p' }],
  nearest_neighbor_accuracy: ['1-NN', 2],
  // doctor
  check: ['check', 0],
  status: ['status', 0],
  detail: ['detail', 0, WRAPS],
  // theory
  theorem: ['theorem', 0, WRAPS],
  quantity: ['quantity', 0, WRAPS],
  predicted: ['predicted', 0],
  measured: ['measured', 0],
  holds: ['holds', 0],
  axis: ['axis', 0],
  unbounded: ['unbounded', 0],
  finite: ['finite M', 1],
  unbounded_deviation: ['off by', 3],
  finite_deviation: ['off by (M)', 2],
  // models
  kind: ['kind', 4],
  layers: ['layers', 5],
  state: ['state', 0],
  bytes: ['size', 1, { notation: 'bytes' }],
  download_bytes: ['to pull', 0, { notation: 'bytes', meaning: 'about what a download takes' }],
  revisions: ['revisions', 3, WRAPS],
  commit: ['commit', 9],
  file: ['file', 0, WRAPS],
  verdict: ['verdict', 0],
  hash: ['hash', 9],
};

/** What no list names is left out before what one does not want to miss. */
const UNKNOWN_DROP = 5;

/** How a column or field of this name is shown. */
export function columnStyle(name: string): ColumnStyle {
  if (!Object.hasOwn(STYLES, name)) return { heading: name, drop: UNKNOWN_DROP };
  const [heading, drop, more] = STYLES[name];
  return { heading, drop, ...more };
}
