import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { InputError } from '../src/errors.ts';
import type { ModelShape } from '../src/model/architecture.ts';
import { tokenizeTexts } from '../src/run/tokenize.ts';
import { type FamilySetting, familyFiles, tokenizerOfFiles } from './support/family-tokens.ts';

const usual = new URL('../../fixtures/oracles/family-tokens.json', import.meta.url);
const oracle = JSON.parse(readFileSync(process.env.FAMILY_TOKENS ?? usual, 'utf8')) as {
  settings: Record<string, FamilySetting>;
  texts: string[];
  ids: Record<string, number[][]>;
};
const opt = familyFiles(oracle.settings.OPT);

describe('gives the ids of AutoTokenizer', () => {
  for (const [name, setting] of Object.entries(oracle.settings))
    test(name, async () => {
      const tokenizer = await tokenizerOfFiles(familyFiles(setting));
      oracle.texts.forEach((text, i) => {
        assert.deepEqual(tokenizer.encode(text), oracle.ids[name][i], JSON.stringify(text));
      });
    });
});

test("OPT's </s> stands before every text, once, and meta's list has it", async () => {
  const tokenizer = await tokenizerOfFiles(opt);
  assert.deepEqual([tokenizer.prefix, tokenizer.suffix, tokenizer.bos], [[2], [], 2]);
  assert.deepEqual([tokenizer.decode(2), tokenizer.encode('')], ['</s>', []]);
  const shape = { vocabulary: 2000, maxPositions: 1024 } as ModelShape;
  for (const bos of [true, false]) {
    const tokenized = tokenizeTexts([{ index: 0, text: ' the king' }], tokenizer, shape, 512, bos);
    const [{ ids, before }] = tokenized.texts;
    assert.deepEqual([ids, before, tokenized.added], [oracle.ids.OPT[1], 1, { before: [2], after: [] }]);
  }
  const cut = tokenizeTexts([{ index: 0, text: ' the king' }], tokenizer, shape, 2);
  assert.deepEqual([cut.texts[0].ids, cut.cut], [oracle.ids.OPT[1].slice(0, 2), 1]);
  const small = { vocabulary: 100, maxPositions: 1024 } as ModelShape;
  assert.throws(() => tokenizeTexts([{ index: 0, text: ' the king' }], tokenizer, small, 512), InputError);
});

test('the hash covers vocabulary and merges', async () => {
  const hash = (files: Record<string, string>) =>
    createHash('sha256').update(files['vocab.json']).update(files['merges.txt']).digest('hex');
  assert.equal((await tokenizerOfFiles(opt)).hash, hash(opt));
  const fewer = { ...opt, 'merges.txt': opt['merges.txt'].replace(/[^\n]+\n$/, '') };
  assert.equal((await tokenizerOfFiles(fewer)).hash, hash(fewer));
  assert.notEqual(hash(fewer), hash(opt));
});

describe('refused with the way out', () => {
  const without = (...names: string[]) =>
    Object.fromEntries(Object.entries(opt).filter(([name]) => !names.includes(name)));
  const bare = without('vocab.json', 'merges.txt');
  const cases: [string, Record<string, string>, RegExp][] = [
    ['SentencePiece alone', { ...bare, 'tokenizer.model': '' }, /tokenizer\.model: SentencePiece is no kind/],
    ['by another name', { ...bare, 'spiece.model': '' }, /spiece\.model: SentencePiece is no kind/],
    ['beside vocab.json', { ...opt, 'tokenizer.model': '' }, /SentencePiece is no kind/],
    ['WordPiece', { ...bare, 'vocab.txt': '' }, /vocab\.txt: WordPiece is no kind/],
    [
      'vocab.json alone',
      without('merges.txt'),
      /no tokenizer\.json in .*, and no vocab\.json with merges\.txt/,
    ],
    ['merges.txt alone', without('vocab.json'), /no tokenizer\.json in/],
    [
      'a class that is not built from these',
      { ...opt, 'tokenizer_config.json': '{"tokenizer_class": "RobertaTokenizer"}' },
      /tokenizer_class "RobertaTokenizer" is none that llmgeo knows/,
    ],
    [
      'Unigram in tokenizer.json',
      { 'tokenizer.json': '{"model": {"type": "Unigram", "vocab": []}}' },
      /model "Unigram" is none that llmgeo knows/,
    ],
    [
      'pieces in tokenizer.json',
      {
        'tokenizer.json': '{"model": {"type": "BPE", "vocab": {}}, "pre_tokenizer": {"type": "Metaspace"}}',
        'tokenizer_config.json': '{"tokenizer_class": "LlamaTokenizerFast"}',
      },
      /pre_tokenizer "Metaspace" is none that llmgeo knows/,
    ],
    ['a broken vocabulary', { ...opt, 'vocab.json': '{"a": 1.5}' }, /vocab\.json is not a tokenizer file/],
    ['a broken merge', { ...opt, 'merges.txt': 'h e\nh\n' }, /merges\.txt, line 2: not two tokens/],
    ['a merge of what is no token', { ...opt, 'merges.txt': 'q q\n' }, /is not a tokenizer file/],
  ];
  for (const [what, files, message] of cases)
    test(what, async () => {
      await assert.rejects(tokenizerOfFiles(files), (error: unknown) => {
        assert.ok(error instanceof InputError);
        assert.match(error.message, message);
        assert.match(error.hint, /--ids/);
        return true;
      });
    });
});
