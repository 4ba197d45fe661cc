import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type EncodedText, InputError, type OpenModel, openModel } from '../src/index.ts';
import { nanoOracle } from './support/oracles.ts';

const TEXT = 'The king is in the palace.';
const model = await openModel('nano-xs', { offline: true });
const last = model.facts.blocks;
after(() => model.close());

async function encoded(texts: Parameters<OpenModel['encode']>[0], options = {}, of = model) {
  const all: EncodedText[] = [];
  for await (const text of of.encode(texts, { hidden: [last] }, options)) all.push(text);
  return all;
}

test('an open model says what it is', () => {
  const { name, revision, source, modelType, hidden, heads, device } = model.facts;
  assert.deepEqual(
    { name, revision, source, modelType, hidden, heads, device },
    {
      name: 'nano-xs',
      revision: 'main',
      source: 'embedded',
      modelType: 'gpt_neox',
      hidden: 32,
      heads: 2,
      device: 'cpu',
    },
  );
});

test('a text gives what its token ids give, with its strings; each says its place in the list', async () => {
  const { ids, strings } = await model.tokenize(TEXT);
  assert.equal(strings.join(''), TEXT);
  assert.deepEqual((await model.tokenize(TEXT, 2)).ids, ids.slice(0, 2));
  const [text, list, big] = await encoded([TEXT, ids, BigInt64Array.from(ids, BigInt)]);
  assert.deepEqual([text.index, list.index, big.index], [0, 1, 2]);
  assert.deepEqual([text.ids, list.ids, big.ids], [ids, ids, ids]);
  assert.deepEqual([text.strings, list.strings], [strings, undefined]);
  assert.deepEqual(list.hidden, text.hidden);
  assert.deepEqual(big.hidden, text.hidden);
});

test('its hidden states are those of transformers', async () => {
  const { ids, positions, hidden } = nanoOracle('nano-xs');
  const [{ hidden: found }] = await encoded([ids]);
  const [, , d] = hidden.shape;
  const states = found.get(last)!.data;
  const expected = hidden.data.slice(-positions.length * d);
  positions.forEach((position, row) => {
    const error = Math.hypot(
      ...Array.from({ length: d }, (_, i) => states[position * d + i] - expected[row * d + i]),
    );
    assert.ok(error < 1e-4 * Math.hypot(...expected.slice(row * d, (row + 1) * d)), `position ${position}`);
  });
});

test('texts are cut where asked, and refused where empty, too long, or no list', async () => {
  for (const text of [TEXT, (await model.tokenize(TEXT)).ids])
    assert.equal((await encoded([text], { maxTokens: 3 }))[0].tokens, 3);
  const long = 'palace '.repeat(model.facts.maxPositions);
  for (const wrong of [[''], [[]], [long], TEXT, [null], [3], [{ text: TEXT }]])
    await assert.rejects(encoded(wrong as string[]), InputError, String(wrong).slice(0, 20));
  await assert.rejects(encoded([TEXT], { maxTokens: -1 }), InputError);
  await assert.rejects(encoded([[1, 2]], { maxTokens: -1 }), InputError);
});

test('products of two texts are the part of their joint Gram matrix between them', async () => {
  const [a, b] = await encoded([TEXT, 'Yes.']);
  const product = await model.crossGram(a.hidden.get(last)!, b.hidden.get(last)!);
  const [x, y] = [a.hidden.get(last)!.data, b.hidden.get(last)!.data];
  assert.equal(product.length, a.tokens * b.tokens);
  const first = Array.from({ length: 32 }, (_, i) => x[i] * y[i]).reduce((sum, value) => sum + value, 0);
  assert.ok(Math.abs(product[0] - first) < 1e-9 * Math.abs(first));
});

test('untrained weights are others, and the same for the same seed', async () => {
  const states = async (untrained: number) => {
    await using random = await openModel('nano-xs', { untrained });
    const [{ hidden }] = await encoded([[1, 2, 3]], {}, random);
    return [...hidden.get(last)!.data];
  };
  const [one, again, other] = [await states(0), await states(0), await states(1)];
  assert.deepEqual(one, again);
  assert.notDeepEqual(one, other);
  assert.notDeepEqual(one, [...(await encoded([[1, 2, 3]]))[0].hidden.get(last)!.data]);
});

test('a signal stops it with its reason, before it is opened and while it runs', async () => {
  const reason = new Error('enough');
  await assert.rejects(openModel('nano-xs', { signal: AbortSignal.abort(reason) }), reason);
  await assert.rejects(encoded([TEXT], { signal: AbortSignal.abort(reason) }), reason);
  const stop = new AbortController();
  const texts = Array.from({ length: 40 }, () => Array(256).fill(7));
  const running = encoded(texts, { signal: stop.signal, onProgress: () => stop.abort(reason) });
  await assert.rejects(running, reason);
});

test('names and options that are wrong are refused', async () => {
  await assert.rejects(openModel('nano-xxs', { offline: true }), InputError);
  await assert.rejects(openModel('nano-xs', { revision: 'step3' }), InputError);
  await assert.rejects(openModel('nano-xs', { threads: 0 }), InputError);
  await assert.rejects(openModel('nano-xs', { device: 'tpu' as 'cpu' }), InputError);
});
