import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { type AttentionLayer, attentionOf, attentionRequest } from '../src/experiments/lasso/attention.ts';
import {
  chooseTargets,
  PAPER_TARGETS,
  parseTarget,
  repeatedTargets,
} from '../src/experiments/lasso/targets.ts';
import type { Layer } from '../src/model/capture.ts';
import { captureOf } from '../src/run/extract.ts';
import type { TokenizedText } from '../src/text/tokenized-text.ts';

const textOf = (tokens: (string | number)[], index = 0): TokenizedText => ({
  index,
  ids: tokens.map((token, position) => (typeof token === 'number' ? token : position + 100)),
  before: 0,
  after: 0,
  token: (position) => String(tokens[position]),
  bytes: (position) => Buffer.from(String(tokens[position])),
});
const targetsOf = (tokens: (string | number)[], ...names: string[]) =>
  chooseTargets([textOf(tokens)], names.map(parseTarget)).texts[0].targets;

test('a word is its last token, whatever the spaces around it', () => {
  const tokens = ['Is', ' it', '?', ' Yes', '.', ' Is', ' it', '?\n', ' No'];
  assert.deepEqual(targetsOf(tokens, 'No'), [8]);
  assert.deepEqual(targetsOf(tokens, '?'), [7]);
  assert.deepEqual(targetsOf(tokens, ' Is '), [5]);
  assert.deepEqual(targetsOf(tokens, 'No', '?', 'it', 'No'), [6, 7, 8], 'several, each once, in order');
});

test('a word of several tokens is the last of them in its last occurrence', () => {
  const tokens = ['A', ' Ch', 'ina', ' and', ' Ch', 'ina', ' or', ' China', 'town'];
  assert.deepEqual(targetsOf(tokens, 'China'), [7], 'a whole token comes first');
  assert.deepEqual(targetsOf(tokens.slice(0, 7), 'China'), [5]);
  assert.deepEqual(targetsOf(tokens, 'Chinatown'), [8]);
  assert.throws(() => targetsOf(tokens, 'hina'), InputError, 'not a part of a token');
});

test('last, all, a position and an id', () => {
  const ids = [7, 8, 7, 9];
  assert.deepEqual(targetsOf(ids, 'last'), [3]);
  assert.deepEqual(targetsOf(ids, 'all'), [1, 2, 3]);
  assert.deepEqual(targetsOf(ids, '2'), [2]);
  assert.deepEqual(targetsOf(ids, 'id:7'), [2]);
});

test('what is not there is an error that says what is', () => {
  const failure = (name: string, hint: RegExp, message: RegExp) =>
    assert.throws(
      () => targetsOf(['The', ' king'], name),
      (error) => error instanceof InputError && message.test(error.message) && hint.test(error.hint),
    );
  failure('queen', /The, king/, /no token "queen"/);
  failure('2', /0 to 1/, /no token at position 2/);
  failure('id:5', /The, king/, /no token id 5/);
  failure('0', /later target/, /no earlier one/);
  failure('The', /later target/, /no earlier one/);
  assert.throws(() => parseTarget(' '), InputError);
});

test('a text of one token has no target', () => {
  for (const name of ['last', 'all', '0', 'The'])
    assert.throws(() => targetsOf(['The'], name), /one token only/, name);
});

test('texts that lack a target are left out and counted, unless all do', () => {
  const texts = [textOf(['a', ' b'], 0), textOf(['a'], 1), textOf(['c', ' d', ' b'], 3)];
  const found = chooseTargets(texts, [{ word: 'b' }]);
  assert.deepEqual(
    found.texts.map(({ targets }) => targets),
    [[1], [], [2]],
  );
  assert.equal(found.skipped, 1);
  assert.equal(chooseTargets(texts, ['all']).skipped, 3, 'the first token of each');
  assert.throws(() => chooseTargets(texts, [{ word: 'd' }, { word: 'e' }]), /text 0 has no token "e"/);
});

test('only the attention rows that are needed are asked for', () => {
  const targeted = (targets: number[], length: number) => ({
    text: textOf(Array.from({ length }, (_, i) => i)),
    targets,
  });
  const rows = (...texts: ReturnType<typeof targeted>[]) => attentionRequest('last', [4], 4, texts).rows;
  assert.equal(rows(targeted([4], 5), targeted([6], 7)), 'last');
  assert.deepEqual(rows(targeted([2, 4], 5)), [2, 4]);
  assert.deepEqual(rows(targeted([2], 5), targeted([2], 9)), [2]);
  assert.equal(rows(targeted([2], 5), targeted([3], 9)), 'all');
  assert.equal(rows(targeted([4], 9), targeted([], 2)), 'all');
});

test('attention follows the layer, as extract has it, unless a block is named', () => {
  const texts = [{ text: textOf(['a', ' b']), targets: [1] }];
  const blocks = (wanted: AttentionLayer, layers: Layer[]) =>
    attentionRequest(wanted, layers, 4, texts).blocks;
  const layers: Layer[] = [1, 3, 4, 'last-raw'];
  assert.deepEqual(blocks('below', layers), [0, 2, 3]);
  assert.deepEqual(
    captureOf({ hidden: false, gram: false, attention: 'mean' }, layers, 4).attention!.blocks,
    [0, 2, 3],
  );
  assert.deepEqual(blocks('below', [0]), [0], 'the embedding has no block below: the one that reads it');
  assert.deepEqual(blocks('last', [1, 2]), [3]);
  assert.deepEqual(blocks(1, [4]), [1]);
  assert.deepEqual(blocks('mean', [2]), [0, 1, 2, 3]);
});

test('attention of a layer is that of its own block, or the mean of all', () => {
  const attention = new Map([
    [0, { dims: [1, 2], data: Float32Array.of(0.25, 0.75) }],
    [1, { dims: [1, 2], data: Float32Array.of(0.5, 0.5) }],
  ]);
  const encoding = { index: 0, tokens: 2, attention, hidden: new Map(), gram: new Map(), values: new Map() };
  assert.deepEqual([...attentionOf(encoding, 0, 'last', 1)], [0.25, 0.75]);
  assert.deepEqual([...attentionOf(encoding, 'mean', 'last', 1)], [0.375, 0.625]);
});

test('a word that a text has several times is named with its places and another way', () => {
  const said = (tokens: (string | number)[], name: string) =>
    repeatedTargets([textOf(tokens)], [parseTarget(name)]);
  const [line] = said(['The', ' the', ' king', ' the'], 'the');
  assert.match(line, /"the" 2 times, at the positions 1, 3: the last one, 3, .*--target 1 names/);
  assert.match(said([7, 8, 7, 7], 'id:7')[0], /token id 7 3 times, at the positions 0, 2, 3: .*--target 2 /);
  assert.deepEqual(said(['a', ' b'], 'b'), []);
  assert.deepEqual(said(['a', ' b', ' b'], 'last'), []);
  const texts = [textOf(['x', ' b', ' b']), textOf(['b', ' b'], 1)];
  assert.deepEqual(repeatedTargets(texts, [{ word: 'b' }]).length, 1, 'one line for a corpus');
});

test("the paper's targets are words", () => {
  const tokens = [' of', ' China', '?', ' No'];
  assert.deepEqual(chooseTargets([textOf(tokens)], PAPER_TARGETS).texts[0].targets, [1, 2, 3]);
});
