import { InputError } from '../errors.ts';
import type { ModelShape } from './architecture.ts';
import type { Layer } from './capture.ts';

const HINT = '--layer takes last, last-raw, a number, all, a range as 0-5, or a list as 0,6,12';

function part(text: string, layers: number): Layer[] {
  if (text === 'last') return [layers];
  if (text === 'last-raw') return ['last-raw'];
  if (text === 'all') return Array.from({ length: layers + 1 }, (_, layer) => layer);
  if (/^-\d+$/.test(text)) throw fromTheEnd(text, layers + 1 + Number(text));
  const range = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (!range) throw new InputError(`--layer ${JSON.stringify(text)} is not a layer`, HINT);
  const [from, to] = [Number(range[1]), Number(range[2] ?? range[1])];
  if (from > to) throw new InputError(`--layer ${text} runs backwards`, HINT);
  if (to > layers)
    throw new InputError(
      `--layer ${text}: the model has the layers 0 to ${layers}`,
      'layer 0 is the embedding, the last one comes after the final LayerNorm',
    );
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** Hugging Face and TransformerLens count from the end with negative numbers; `layer` is the one meant. */
function fromTheEnd(text: string, layer: number): InputError {
  const names = layer < 0 ? HINT : `the same state is --layer ${text === '-1' ? `last, or ${layer}` : layer}`;
  return new InputError(`--layer ${text}: layers count from 0, not from the end`, names);
}

/**
 * The hidden states that `--layer` names, in the order given, each once.
 * @param layers number of blocks L; the states are 0..L and `last-raw`
 * @throws InputError for anything else
 */
export function parseLayers(selection: string, layers: number): Layer[] {
  return [...new Set(selection.split(',').flatMap((text) => part(text.trim(), layers)))];
}

/** Entries of a hidden state of a layer, d. */
export function widthOf(
  layer: Layer,
  { blocks, hidden, lastHidden }: Pick<ModelShape, 'blocks' | 'hidden' | 'lastHidden'>,
): number {
  return layer === blocks ? lastHidden : hidden;
}
