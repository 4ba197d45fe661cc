import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { randomIndex, seededRandom } from '../src/random.ts';
import { LongWords, type Merges } from '../src/text/long-word.ts';
import { pythiaFile } from './support/tokenizers.ts';

const nanoFile = new URL('../../models/nano-s/tokenizer.json', import.meta.url);

/** The merges by the library's own way, which reads a word as a whole. */
async function merges(file: URL): Promise<Merges> {
  const { model } = JSON.parse(readFileSync(file, 'utf8'));
  const { PreTrainedTokenizer } = await import('@huggingface/transformers');
  const json = {
    model,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
  };
  const library = new PreTrainedTokenizer(json, {})._tokenizer.model as unknown as {
    tokens_to_ids: Map<string, number>;
    bpe(word: string): string[];
  };
  return { vocabulary: library.tokens_to_ids, merge: (word) => library.bpe(word) };
}

const ALPHABETS = [
  'a',
  'ab',
  'Ġ',
  'ĠĊ',
  '-=',
  'thein',
  'etaoinshrdlu',
  'åĪĨãģĤ',
  'ðŁĺĢĥ',
  '0123456789abcdef',
];

for (const [name, file] of [
  ['nano', nanoFile],
  ['pythia', pythiaFile],
] as const)
  describe(`${name}: a long word`, {
    skip: existsSync(file) ? false : 'the shared data folder is not here',
  }, () => {
    test('has the tokens that it merges to as a whole', async () => {
      const library = await merges(file);
      const long = new LongWords(library);
      const random = seededRandom(3);
      const tokens = [...library.vocabulary.keys()];
      for (let i = 0; i < 40; i++) {
        const length = 1 + randomIndex(1500, random);
        const parts = i % 2 === 0 ? [...ALPHABETS[i % ALPHABETS.length]] : tokens;
        let word = '';
        while (word.length < length) word += parts[randomIndex(parts.length, random)];
        const whole = library.merge(word);
        assert.deepEqual(long.tokens(word, Number.POSITIVE_INFINITY, false), whole, word);
        for (const limit of [1, 7, 100]) {
          const first = long.tokens(word, limit, false);
          assert.ok(first.length >= Math.min(limit, whole.length));
          assert.deepEqual(first, whole.slice(0, first.length), word);
        }
        const certain = long.tokens(word.slice(0, length), Number.POSITIVE_INFINITY, true);
        assert.deepEqual(certain, whole.slice(0, certain.length), word);
      }
    });
  });

test('no more is read of a word than its first tokens need', async () => {
  const library = await merges(nanoFile);
  let merged = 0;
  const long = new LongWords({
    ...library,
    merge: (word) => {
      merged++;
      return library.merge(word);
    },
  });
  assert.ok(long.tokens('ab'.repeat(5_000_000), 100, false).length >= 100);
  assert.ok(merged < 100, `${merged} merges`);
});
