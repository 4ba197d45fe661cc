import { InputError } from '../errors.ts';
import type { ModelShape } from './architecture.ts';
import type { AttentionRequest, Capture, Layer } from './capture.ts';

/** @throws InputError for a layer the model lacks, or an attention row that some text does not have */
export function checkCapture(capture: Capture, { layers }: ModelShape, shortest: number): void {
  const known = (layer: Layer) =>
    layer === 'last-raw' || (Number.isInteger(layer) && layer >= 0 && layer <= layers);
  for (const layer of [...(capture.hidden ?? []), ...(capture.gram ?? [])])
    if (!known(layer))
      throw new InputError(
        `layer ${layer}: the model has the layers 0 to ${layers} and last-raw`,
        'layer 0 is the embedding, the last one comes after the final LayerNorm',
      );
  for (const layer of [...(capture.attention?.layers ?? []), ...(capture.values ?? [])])
    if (!Number.isInteger(layer) || layer < 0 || layer >= layers)
      throw new InputError(
        `attention layer ${layer}: the model has the attention layers 0 to ${layers - 1}`,
        'attention layers are counted from 0',
      );
  checkRows(capture.attention?.rows, shortest);
}

function checkRows(rows: AttentionRequest['rows'] | undefined, shortest: number): void {
  for (const row of Array.isArray(rows) ? rows : [])
    if (!Number.isInteger(row) || row < 0 || row >= shortest)
      throw new InputError(
        `attention row ${row}: the shortest text has the positions 0 to ${shortest - 1}`,
        'ask for positions that every text has, or for the last row or all rows',
      );
}

/** Token ids in any array: 64-bit ones hold bigint, which no index is. */
export type TokenIds = ArrayLike<number> | ArrayLike<bigint>;

/** Token ids as numbers. */
export function numberIds(ids: TokenIds): ArrayLike<number> {
  return typeof ids[0] === 'bigint'
    ? Array.from<number | bigint, number>(ids, Number)
    : (ids as ArrayLike<number>);
}

/** @throws InputError for no token, more tokens than the context, or an id outside the vocabulary */
export function checkIds(
  ids: ArrayLike<number>,
  text: number,
  { vocabulary, maxPositions }: ModelShape,
): void {
  if (ids.length === 0) throw new InputError(`text ${text} has no token`, 'leave empty texts out');
  if (ids.length > maxPositions)
    throw new InputError(
      `text ${text} has ${ids.length} tokens, the model's context holds ${maxPositions}`,
      `cut it: --max-tokens ${maxPositions}`,
    );
  for (let t = 0; t < ids.length; t++)
    if (!Number.isInteger(ids[t]) || ids[t] < 0 || ids[t] >= vocabulary)
      throw new InputError(
        `text ${text}, position ${t}: token id ${ids[t]} is outside the vocabulary of ${vocabulary}`,
        `ids run from 0 to ${vocabulary - 1}; check that they were made with this model's tokenizer`,
      );
}
