import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { randomIndex, seededRandom } from '../src/random.ts';
import type { Tokenizer } from '../src/text/tokenizer.ts';
import { changed, pythiaFile, type Settings, tokenizerUnder, withTokenizer } from './support/tokenizers.ts';

const oracle = JSON.parse(
  readFileSync(new URL('../../fixtures/oracles/tokens.json', import.meta.url), 'utf8'),
) as { settings: Settings; texts: string[]; ids: Record<string, number[][]> };
const noPythia = existsSync(pythiaFile) ? false : 'the shared data folder is not here';

describe('gives the ids of AutoTokenizer', () => {
  for (const [name, expected] of Object.entries(oracle.ids))
    test(name, { skip: name === 'pythia' && noPythia }, async () => {
      const tokenizer = await tokenizerUnder(name, oracle.settings);
      oracle.texts.forEach((text, i) => {
        assert.deepEqual(tokenizer.encode(text), expected[i], JSON.stringify(text));
      });
    });
});

test('U+FEFF is no space, U+0085 is one', { skip: noPythia }, async () => {
  const tokenizer = await tokenizerUnder('pythia', {});
  assert.deepEqual(tokenizer.encode(' \uFEFFHello'), [35762, 12092]);
  assert.deepEqual(tokenizer.encode('a\n\n\uFEFFb'), [66, 187, 187, 41497, 67]);
});

describe('of a long text, the first ids', () => {
  const joined = oracle.texts.join('');
  const gaps: [string, string][] = [
    ['many words', 'London is the capital of the UK. '.repeat(2000)],
    ['odd characters', joined.repeat(40)],
    ['one long word', 'a'.repeat(50_000)],
    ['a word without end', 'abcab'.repeat(20_000)],
    ['spaces', `${' '.repeat(50_000)}end`],
    ['spaces and letters', ` ${'word'.repeat(3000)}`.repeat(5)],
    ['characters of several bytes', '日本語😀'.repeat(10_000)],
    ['accents of their own', 'e\u0301\u0323'.repeat(20_000)],
    ['accents without end', `e${'\u0301\u0323'.repeat(3000)}`],
    ['tokens in the text', '<|endoftext|>'.repeat(3000)],
    ['spaces that a token takes', `a${' '.repeat(50_000)}<l>b`.repeat(2)],
  ];
  for (const setting of ['nano', 'odd tokens', 'prefix space', 'no words', 'template, as the file is']) {
    let tokenizer: Tokenizer;
    before(async () => {
      tokenizer = await tokenizerUnder(setting, oracle.settings);
    });
    for (const [what, text] of gaps)
      test(`${setting}: ${what}`, () => {
        const prefix = tokenizer.prefix.length;
        const suffix = tokenizer.suffix.length;
        const whole = tokenizer.encode(text);
        for (const limit of [4, 100, 513]) {
          const ids = tokenizer.encode(text, { limit });
          const content = Math.min(limit, whole.length) - prefix - suffix;
          assert.deepEqual(ids.slice(0, prefix + content), whole.slice(0, prefix + content), `${limit}`);
          assert.equal(ids.length, Math.min(limit, whole.length), `${limit}`);
        }
      });
  }
});

test('of a text that goes on, come only ids which nothing that follows changes', async () => {
  const random = seededRandom(5);
  const pick = <T>(values: readonly T[]): T => values[randomIndex(values.length, random)];
  const pieces = [
    ...oracle.texts.join(''),
    ' ',
    '\n',
    'the',
    'a',
    'aaaa',
    "'",
    "'re",
    '<l>',
    '<|endoftext|>',
    '\u0301',
  ];
  for (const setting of ['nano', 'odd tokens']) {
    const tokenizer = await tokenizerUnder(setting, oracle.settings);
    for (let i = 0; i < 60; i++) {
      const alphabet = Array.from({ length: 1 + randomIndex(5, random) }, () => pick(pieces));
      const text = Array.from({ length: 600 }, () => pick(alphabet)).join('');
      const whole = tokenizer.encode(text);
      const cut = randomIndex(text.length, random);
      const beginning = text.slice(0, cut).replace(/\p{Surrogate}$/u, '');
      const certain = tokenizer.encode(beginning, { open: true });
      assert.deepEqual(certain, whole.slice(0, certain.length), JSON.stringify([beginning, text.slice(cut)]));
    }
  }
});

test('a text of 60 MB without a space is cut in a moment', async () => {
  const tokenizer = await tokenizerUnder('nano', oracle.settings);
  const text = 'a'.repeat(60_000_000);
  const start = performance.now();
  assert.equal(tokenizer.encode(text, { limit: 513 }).length, 513);
  assert.ok(performance.now() - start < 5000);
});

describe('refused with a word on it', () => {
  let tokenizer: Tokenizer;
  before(async () => {
    tokenizer = await tokenizerUnder('nano', oracle.settings);
  });

  test('what is no text, no id, or half a character', () => {
    assert.throws(() => tokenizer.encode(5 as unknown as string), /^InputError: 5 is no text/);
    for (const limit of [-1, 1.5, Number.NaN, '2'])
      assert.throws(() => tokenizer.encode('a', { limit: limit as number }), /^InputError: a limit of/);
    assert.throws(() => tokenizer.encode(['a'] as unknown as string), InputError);
    for (const id of [99_999, -1, 0.5, Number.NaN, '5', undefined])
      assert.throws(() => tokenizer.decode(id as number), /is no id of the tokenizer/, String(id));
    assert.throws(() => tokenizer.encode('a\uD83D b'), /U\+D83D at 1\)/);
    assert.throws(() => tokenizer.encode('\uDE00'), InputError);
    assert.equal(tokenizer.encode('\u{1F600}').length, 4);
  });

  const byteLevel = { type: 'ByteLevel', add_prefix_space: false };
  const asIs = JSON.stringify({ tokenizer_class: 'PreTrainedTokenizerFast' });
  const parts: [string, object][] = [
    ['normalizer', { normalizer: { type: 'Lowercase' } }],
    ['normalizer', { normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Strip' }] } }],
    ['pre_tokenizer', { pre_tokenizer: { type: 'Whitespace' } }],
    ['pre_tokenizer', { pre_tokenizer: null }],
    ['pre_tokenizer', { pre_tokenizer: { type: 'Sequence', pretokenizers: [byteLevel] } }],
    ['post_processor', { post_processor: { type: 'BertProcessing' } }],
    ['model', { model: { type: 'Unigram', vocab: [] } }],
    ['model.unk_token', { model: { type: 'BPE', vocab: { a: 0 }, merges: [], unk_token: 'a' } }],
    ['model.dropout', { model: { type: 'BPE', vocab: { a: 0 }, merges: [], dropout: 0.1 } }],
  ];
  for (const [part, changes] of parts)
    test(`a tokenizer with ${JSON.stringify(changes)}`, async () => {
      const json = changed('tokenizer.json', changes as Record<string, unknown>);
      await assert.rejects(withTokenizer(json, asIs), (error: unknown) => {
        assert.ok(error instanceof InputError);
        assert.match(error.message, new RegExp(`tokenizer.json: ${part} .* is none that llmgeo knows`));
        assert.match(error.hint, /--ids/);
        return true;
      });
    });
});
