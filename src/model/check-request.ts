import { InputError } from '../errors.ts';
import type { ModelShape } from './architecture.ts';
import type { AttentionRequest, Capture, Layer } from './capture.ts';

/** The token ids of one text: an array, or what a tokenizer hands out as a tensor's data. */
export type TokenIds = ArrayLike<number> | ArrayLike<bigint>;

/** @throws InputError where `texts` is not a list of lists of ids: one text alone, a string, a number */
export function checkTexts(texts: readonly TokenIds[]): void {
  const single = 'encode takes a list of texts: [[1, 2, 3]] for one text of three tokens';
  if (!Array.isArray(texts)) throw new InputError(`the texts are ${described(texts)}, not an array`, single);
  texts.forEach((ids, text) => {
    if (!Array.isArray(ids) && !(ArrayBuffer.isView(ids) && 'length' in ids))
      throw new InputError(`text ${text} is ${described(ids)}, not a list of token ids`, single);
  });
}

/** @throws InputError for threads that are not a whole number from 1 up */
export function checkThreads(threads: number): number {
  if (Number.isSafeInteger(threads) && threads > 0) return threads;
  throw new InputError(
    `threads ${described(threads)} is not a whole number from 1 up`,
    'leave it out for one per physical core',
  );
}

/** A value of the wrong kind as a message names it. */
function described(value: unknown): string {
  return typeof value === 'string' || value === null ? JSON.stringify(value) : `${value}`;
}

/** @throws InputError for a capture of unknown parts or of none, a layer or block the model lacks, an attention row that some text does not have, or no choice of heads or rows */
export function checkCapture(capture: Capture, { blocks }: ModelShape, shortest: number): void {
  checkParts(capture);
  const known = (layer: Layer) =>
    layer === 'last-raw' || (Number.isInteger(layer) && layer >= 0 && layer <= blocks);
  for (const layer of [...(capture.hidden ?? []), ...(capture.gram ?? [])])
    if (!known(layer))
      throw new InputError(
        `layer ${layer}: the model has the layers 0 to ${blocks} and last-raw`,
        'layer 0 is the embedding, the last one comes after the final LayerNorm',
      );
  if (capture.attention !== undefined) checkAttention(capture.attention, shortest);
  for (const block of [...(capture.attention?.blocks ?? []), ...(capture.values ?? [])])
    if (!Number.isInteger(block) || block < 0 || block >= blocks)
      throw new InputError(
        `attention layer ${block}: the model has the attention layers 0 to ${blocks - 1}`,
        'attention layers are counted from 0',
      );
}

const PARTS: readonly string[] = ['hidden', 'gram', 'attention', 'values'] satisfies (keyof Capture)[];

/** A name misspelt would be passed over, and the run would give nothing. */
function checkParts(capture: Capture): void {
  const hint = 'ask for hidden, gram, attention or values, as { hidden: [0] }';
  if (typeof capture !== 'object' || capture === null)
    throw new InputError(`what to capture is ${described(capture)}`, hint);
  const asked = Object.entries(capture).filter(([, part]) => part !== undefined);
  if (asked.length === 0) throw new InputError('nothing to capture', hint);
  for (const [part, layers] of asked) {
    if (!PARTS.includes(part)) throw new InputError(`no part to capture is called ${described(part)}`, hint);
    if (part !== 'attention' && !Array.isArray(layers))
      throw new InputError(`${part} ${described(layers)} is not a list of layers`, hint);
  }
}

function checkAttention({ blocks, heads, rows }: AttentionRequest, shortest: number): void {
  if (!Array.isArray(blocks))
    throw new InputError(
      `attention blocks ${described(blocks)} are not a list`,
      'name blocks, counted from 0, as { blocks: [0, 1] }',
    );
  if (heads !== 'all' && heads !== 'mean')
    throw new InputError(
      `attention heads ${described(heads)} is unknown`,
      "ask for heads: 'all' and take those you want, or for their 'mean'",
    );
  if (rows !== 'all' && rows !== 'last' && !Array.isArray(rows))
    throw new InputError(
      `attention rows ${described(rows)} is unknown`,
      "ask for rows: 'all', 'last', or a list of positions",
    );
  checkRows(rows, shortest);
}

function checkRows(rows: AttentionRequest['rows'], shortest: number): void {
  for (const row of Array.isArray(rows) ? rows : [])
    if (!Number.isInteger(row) || row < 0 || row >= shortest)
      throw new InputError(
        `attention row ${row}: the shortest text has the positions 0 to ${shortest - 1}`,
        'ask for positions that every text has, or for the last row or all rows',
      );
}

/** Token ids as the graph takes them. */
export function asInt32(ids: TokenIds): Int32Array {
  return Int32Array.from<number | bigint>(ids, Number);
}

/** @throws InputError for no token, more tokens than the context, or an id outside the vocabulary */
export function checkIds(ids: TokenIds, text: number, { vocabulary, maxPositions }: ModelShape): void {
  if (ids.length === 0) throw new InputError(`text ${text} has no token`, 'leave empty texts out');
  if (ids.length > maxPositions)
    throw new InputError(
      `text ${text} has ${ids.length} tokens, the model's context holds ${maxPositions}`,
      `cut it at ${maxPositions} tokens`,
    );
  for (let t = 0; t < ids.length; t++)
    if (!isId(ids[t], vocabulary))
      throw new InputError(
        `text ${text}, position ${t}: token id ${described(ids[t])} is outside the vocabulary of ${vocabulary}`,
        `ids run from 0 to ${vocabulary - 1}; check that they were made with this model's tokenizer`,
      );
}

function isId(id: number | bigint, vocabulary: number): boolean {
  return (typeof id === 'bigint' || Number.isInteger(id)) && id >= 0 && id < vocabulary;
}
