import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { InputError } from '../src/errors.ts';
import type { ModelShape } from '../src/model/architecture.ts';
import { tokenizeTexts } from '../src/run/tokenize.ts';
import { loadTokenizer, type Tokenizer } from '../src/text/tokenizer.ts';
import { changed, withTokenizer } from './support/tokenizers.ts';

const shape = { vocabulary: 1024, maxPositions: 1024 } as ModelShape;
const LONG = 'London is the capital of UK. '.repeat(100);
let tokenizer: Tokenizer;
before(async () => {
  tokenizer = await loadTokenizer(fileURLToPath(new URL('../../models/nano-s', import.meta.url)));
});

const idsOf = (text: string, limit: number, bos: boolean) =>
  tokenizeTexts([{ index: 0, text }], tokenizer, shape, limit, bos);

test('cuts at the limit and says so, but not a text of just as many tokens', () => {
  const whole = tokenizer.encode(LONG);
  for (const limit of [1, 10, whole.length - 1]) {
    const { texts, cut } = idsOf(LONG, limit, false);
    assert.deepEqual([texts[0].ids, cut], [whole.slice(0, limit), 1]);
  }
  assert.equal(idsOf(LONG, whole.length, false).cut, 0);
});

test('with bos each text begins with that token, which counts as one', () => {
  const { texts, cut, bos } = idsOf('He is in Spain', 512, true);
  assert.deepEqual([texts[0].ids, cut, bos], [[0, ...tokenizer.encode('He is in Spain')], 0, 0]);
  assert.equal(texts[0].token(0), '<|endoftext|>');
  assert.equal(texts[0].before, 1);
  const short = idsOf(LONG, 5, true);
  assert.deepEqual([short.texts[0].ids, short.cut], [[0, ...tokenizer.encode(LONG).slice(0, 4)], 1]);
  assert.equal(idsOf('He', 512, false).bos, null);
});

test('bos does not make a text of an empty one', () => {
  const { texts, empty } = tokenizeTexts(
    [
      { index: 0, text: '' },
      { index: 1, text: 'a' },
    ],
    tokenizer,
    shape,
    512,
    true,
  );
  assert.deepEqual([texts.map(({ index }) => index), empty], [[1], 1]);
});

test('bos needs a text and a tokenizer that has it; one that puts it there itself puts it once', async () => {
  assert.throws(
    () => tokenizeTexts([{ index: 0, ids: [1] }], undefined, shape, 512, true),
    /--bos with token ids/,
  );
  const config = (changes: object) => changed('tokenizer_config.json', changes as Record<string, unknown>);
  const without = await withTokenizer(
    changed('tokenizer.json', {}),
    config({ tokenizer_class: 'PreTrainedTokenizerFast', bos_token: null }),
  );
  assert.throws(() => tokenizeTexts([{ index: 0, text: 'a' }], without, shape, 512, true), /names no token/);
  const post_processor = {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: 'B', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    special_tokens: { B: { id: 'B', ids: [0], tokens: ['B'] } },
  };
  const itself = await withTokenizer(
    changed('tokenizer.json', { post_processor }),
    config({ tokenizer_class: 'PreTrainedTokenizerFast' }),
  );
  for (const bos of [true, false])
    assert.deepEqual(tokenizeTexts([{ index: 0, text: 'a' }], itself, shape, 512, bos).texts[0].ids, [0, 65]);
});

test('ids stand for themselves, as strings', () => {
  const { texts, cut } = tokenizeTexts([{ index: 0, ids: [5, 6, 7] }], undefined, shape, 2);
  assert.deepEqual([texts[0].ids, texts[0].token(1), cut], [[5, 6], '6', 1]);
});

test('half a character, and a text whose beginning does not suffice, are named', () => {
  const named = (text: object, limit: number, message: RegExp) =>
    assert.throws(
      () => tokenizeTexts([{ index: 7, ...text }], tokenizer, shape, limit),
      (error: unknown) => error instanceof InputError && message.test(error.message),
    );
  named({ text: 'a\ud83d' }, 512, /^text 7: half a character/);
  named({ text: LONG, open: true }, 5000, /^text 7 is too long to be read whole/);
  assert.equal(
    tokenizeTexts([{ index: 7, text: LONG, open: true }], tokenizer, shape, 100).texts[0].ids.length,
    100,
  );
});
