import type { Tensor } from '../../model/capture.ts';

/** Tokens a side of a tile, unless one text alone has more: 8 MB of products. */
const TILE_TOKENS = 1024;

/** The float64 products of two sets of float32 states, (rows of a) x (rows of b), row-major: Runner.crossGram. */
export type Product = (a: Tensor, b: Tensor) => Promise<Float64Array>;

/** The products between the tokens of consecutive texts a of `rows` and b of `columns`. */
export interface Tile {
  rows: Group;
  columns: Group;
  /** (tokens of rows) x (tokens of columns), row-major. */
  products: Float64Array;
}

/** Consecutive texts whose states lie in one tensor. */
export interface Group {
  /** Index of the first text. */
  first: number;
  /** Where each text's tokens begin in the group, and where the last text's end. */
  offsets: number[];
}

/** Which texts a tile lies between. */
export type TilePlace = Pick<Tile, 'rows' | 'columns'>;

/**
 * Divides the joint Gram matrix of all tokens of many texts into tiles, those on and above the diagonal: as a whole it
 * would take 2 GB for 16,000 tokens.
 * @param tokens how many tokens each text has
 */
export function planTiles(tokens: readonly number[], tileTokens = TILE_TOKENS): TilePlace[] {
  const groups = groupTexts(tokens, tileTokens);
  return groups.flatMap((rows, i) => groups.slice(i).map((columns) => ({ rows, columns })));
}

/** The texts of a group. */
export function textsOf({ first, offsets }: Group): number[] {
  return Array.from({ length: offsets.length - 1 }, (_, i) => first + i);
}

/**
 * Fills tiles. Each tile's product is asked for before the tile before it is handed over, so that both go on at once;
 * two tiles and the states of two groups are held at a time.
 * @param states raw hidden states of each text, (tokens, d) each, those of the tiles at least
 */
export async function* fillTiles(
  states: readonly Tensor[],
  tiles: readonly TilePlace[],
  product: Product,
): AsyncGenerator<Tile, void> {
  let joined: { group: Group; tensor: Tensor } | undefined;
  const ask = ({ rows, columns }: TilePlace): Promise<Float64Array> => {
    if (joined?.group !== rows) joined = { group: rows, tensor: join(states, rows) };
    const left = joined.tensor;
    const reply = product(left, rows === columns ? left : join(states, columns));
    reply.catch(() => {}); // awaited below; a failure meanwhile is not unhandled
    return reply;
  };
  let running = tiles.length > 0 ? ask(tiles[0]) : undefined;
  for (let i = 0; i < tiles.length; i++) {
    const products = await running!;
    running = i + 1 < tiles.length ? ask(tiles[i + 1]) : undefined;
    yield { ...tiles[i], products };
  }
}

/** The products between the tokens of text a of the tile's rows and text b of its columns. */
export function blockOf({ rows, columns, products }: Tile, a: number, b: number): Float64Array {
  const width = columns.offsets[columns.offsets.length - 1];
  const [top, bottom] = rows.offsets.slice(a - rows.first, a - rows.first + 2);
  const [left, right] = columns.offsets.slice(b - columns.first, b - columns.first + 2);
  const out = new Float64Array((bottom - top) * (right - left));
  let at = 0;
  for (let i = top; i < bottom; i++) for (let j = left; j < right; j++) out[at++] = products[i * width + j];
  return out;
}

function groupTexts(lengths: readonly number[], tileTokens: number): Group[] {
  const groups: Group[] = [];
  lengths.forEach((tokens, text) => {
    const last = groups.at(-1);
    const used = last?.offsets.at(-1) ?? tileTokens;
    if (last !== undefined && used + tokens <= tileTokens) last.offsets.push(used + tokens);
    else groups.push({ first: text, offsets: [0, tokens] });
  });
  return groups;
}

/** The states of a group's texts, one after another. */
function join(states: readonly Tensor[], { first, offsets }: Group): Tensor {
  const dim = states[first].dims[1];
  const data = new Float32Array(offsets[offsets.length - 1] * dim);
  offsets.slice(0, -1).forEach((offset, i) => {
    data.set(states[first + i].data, offset * dim);
  });
  return { dims: [offsets[offsets.length - 1], dim], data };
}
