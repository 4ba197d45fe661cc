import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  blockOf,
  fillTiles,
  type Product,
  planTiles,
  type Tile,
  textsOf,
} from '../src/experiments/distance/joint-gram.ts';
import type { Tensor } from '../src/model/capture.ts';
import { random } from './support/random.ts';

const D = 3;

function statesOf(lengths: readonly number[]): Tensor[] {
  const next = random(1);
  return lengths.map((tokens) => ({
    dims: [tokens, D],
    data: Float32Array.from({ length: tokens * D }, next),
  }));
}

/** The tiles between all texts. */
function tilesOf(states: readonly Tensor[], multiply: Product, tileTokens?: number) {
  const tokens = states.map(({ dims }) => dims[0]);
  return fillTiles(states, planTiles(tokens, tileTokens), multiply);
}

const product: Product = async (a, b) => {
  const [rows, columns] = [a.dims[0], b.dims[0]];
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      for (let k = 0; k < D; k++) out[i * columns + j] += a.data[i * D + k] * b.data[j * D + k];
  return out;
};

test('every pair a <= b of texts lies in exactly one tile, with its own products', async () => {
  const texts = statesOf([4, 3, 9, 1, 2, 2, 5]); // the third is longer than a tile
  const seen: string[] = [];
  for await (const tile of tilesOf(texts, product, 8))
    for (const a of textsOf(tile.rows))
      for (const b of textsOf(tile.columns)) {
        if (a <= b) seen.push(`${a} ${b}`);
        assert.deepEqual(blockOf(tile, a, b), await product(texts[a], texts[b]));
      }
  assert.equal(seen.length, (7 * 8) / 2);
  assert.equal(new Set(seen).size, seen.length);
});

test('tiles are as large as they may be, and no larger', async () => {
  const sizes: number[][] = [];
  const watched: Product = (a, b) => {
    sizes.push([a.dims[0], b.dims[0]]);
    return product(a, b);
  };
  for await (const _ of tilesOf(statesOf([4, 4, 4, 20, 1]), watched, 8));
  const expected = [8, 4, 20, 1];
  assert.deepEqual(
    sizes,
    expected.flatMap((rows, i) => expected.slice(i).map((columns) => [rows, columns])),
  );
});

test('the next product is under way while a tile is looked at, and no more than that', async () => {
  let asked = 0;
  const counted: Product = (a, b) => {
    asked++;
    return product(a, b);
  };
  let tiles = 0;
  for await (const _ of tilesOf(statesOf([5, 5, 5]), counted, 5)) {
    tiles++;
    assert.equal(asked, Math.min(6, tiles + 1));
  }
  assert.equal(tiles, 6);
});

test('a product that fails ends the tiles with its error', async () => {
  const failing: Product = async () => {
    throw new Error('the worker has ended');
  };
  await assert.rejects(async () => {
    for await (const _ of tilesOf(statesOf([1]), failing));
  }, /the worker has ended/);
});

test('some tiles by themselves are those of all, and need the states of their own texts alone', async () => {
  const states = statesOf([4, 4, 4, 20, 1]);
  const all: Tile[] = [];
  for await (const tile of tilesOf(states, product, 8)) all.push(tile);
  const places = planTiles([4, 4, 4, 20, 1], 8).filter((_, i) => i % 3 === 1);
  const needed = new Set(places.flatMap(({ rows, columns }) => [...textsOf(rows), ...textsOf(columns)]));
  const some: Tile[] = [];
  const held = states.map((tensor, text) => (needed.has(text) ? tensor : undefined)) as Tensor[];
  for await (const tile of fillTiles(held, places, product)) some.push(tile);
  assert.deepEqual(
    some,
    all.filter((_, i) => i % 3 === 1),
  );
});
