import type { Layer } from '../../model/capture.ts';
import type { Row } from '../../report/result.ts';
import type { TextEntropies } from './text.ts';

/** One row of `entropy`: a text in one layer of one model; `weights` only beside an untrained control. */
export interface EntropyRow extends TextEntropies, Row {
  model: string;
  revision: string | null;
  layer: Layer;
  text: number;
  tokens: number;
  dim: number;
}

/** The columns after those that name the run. */
export const ENTROPY_COLUMNS = [
  'text',
  'tokens',
  'dim',
  'entropy',
  'entropy_normalized',
  'entropy_ceiling',
  'matrix_entropy',
  'matrix_entropy_normalized',
  'effective_rank',
  'stable_rank',
];
