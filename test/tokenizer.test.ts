import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, mock, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { InputError } from '../src/errors.ts';
import { LONDON_SENTENCE } from '../src/text/london.ts';
import { readTexts } from '../src/text/read.ts';
import { loadTokenizer, type Tokenizer } from '../src/text/tokenizer.ts';

const root = new URL('../../', import.meta.url);
const shared = new URL('../shared/data/', root);
const hhRlhf = fileURLToPath(new URL('hh-rlhf-harmless-base-test.jsonl.gz', shared));
const noShared = existsSync(shared) ? false : 'the shared data folder is not here';
const nanoFolder = fileURLToPath(new URL('models/nano-l', root));
const folder = mkdtempSync(join(tmpdir(), 'llmgeo-tokenizer-'));
after(() => rmSync(folder, { recursive: true }));

interface RowHashes {
  tokens: number[];
  sha256: string[];
}

function oracle<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`fixtures/oracles/${name}`, root), 'utf8')) as T;
}

/** Token counts and hashes (sha256 of the ids as little-endian uint32) of the first rows of hh-rlhf. */
async function hashRows(tokenizer: Tokenizer, limit: number): Promise<RowHashes> {
  const { texts } = await readTexts({ texts: [], datasetFiles: [{ path: hhRlhf }], limit });
  const rows = texts.map(({ text }) => tokenizer.encode(text ?? ''));
  return { tokens: rows.map((ids) => ids.length), sha256: rows.map(hashIds) };
}

function hashIds(ids: number[]): string {
  const bytes = Buffer.alloc(ids.length * 4);
  ids.forEach((id, i) => void bytes.writeUInt32LE(id, i * 4));
  return createHash('sha256').update(bytes).digest('hex');
}

describe('the embedded tokenizer', () => {
  const expected = oracle<{ strings: { text: string; ids: number[] }[]; 'hh-rlhf': RowHashes }>(
    'nano-tokens.json',
  );
  let tokenizer: Tokenizer;
  before(async () => {
    tokenizer = await loadTokenizer(nanoFolder);
  });

  test('gives the ids of the native tokenizers library', () => {
    for (const { text, ids } of expected.strings)
      assert.deepEqual(tokenizer.encode(text), ids, JSON.stringify(text));
  });

  test('gives its ids on real text too', { skip: noShared }, async () => {
    const { tokens, sha256 } = expected['hh-rlhf'];
    assert.deepEqual(await hashRows(tokenizer, tokens.length), { tokens, sha256 });
  });

  test('adds nothing, knows <|endoftext|>, and tells "France" from " France"', () => {
    assert.deepEqual(tokenizer.encode(''), []);
    assert.deepEqual(tokenizer.encode('<|endoftext|>'), [0]);
    assert.notDeepEqual(tokenizer.encode('France'), tokenizer.encode(' France'));
  });

  test('the pieces of an ASCII text put it together again; bytes of a longer character show as such', () => {
    const pieces = tokenizer.encode(LONDON_SENTENCE).map((id) => tokenizer.decode(id));
    assert.equal(pieces.join(''), LONDON_SENTENCE);
    const accented = tokenizer.encode(' é').map((id) => tokenizer.decode(id));
    assert.deepEqual(accented, [' ', '<0xC3>', '<0xA9>']);
    assert.equal(tokenizer.decode(0), '<|endoftext|>');
  });

  test('its hash is that of tokenizer.json, and a config is not needed', async () => {
    const source = join(nanoFolder, 'tokenizer.json');
    copyFileSync(source, join(folder, 'tokenizer.json'));
    const bare = await loadTokenizer(folder);
    assert.equal(bare.hash, createHash('sha256').update(readFileSync(source)).digest('hex'));
    assert.deepEqual(bare.encode(LONDON_SENTENCE), tokenizer.encode(LONDON_SENTENCE));
  });
});

describe('the Pythia tokenizer', { skip: noShared }, () => {
  let tokenizer: Tokenizer;
  before(async () => {
    copyFileSync(new URL('20B_tokenizer.json', shared), join(folder, 'tokenizer.json'));
    tokenizer = await loadTokenizer(folder);
  });

  test("gives the published ids of the paper's sentences", () => {
    const london = JSON.parse(readFileSync(new URL('london.json', shared), 'utf8'));
    assert.equal(LONDON_SENTENCE, london.sentence);
    assert.deepEqual(tokenizer.encode(london.sentence), london.ids);
    for (const { text, ids } of [london.king, london.queen]) assert.deepEqual(tokenizer.encode(text), ids);
  });

  test('gives the ids of the native library on 200 rows of hh-rlhf', async () => {
    const { tokens, sha256 } = oracle<RowHashes>('hh-rlhf-tokens.json');
    assert.equal(sha256.length, 200);
    assert.deepEqual(await hashRows(tokenizer, 200), { tokens, sha256 });
  });

  test('shows a token as it is, spaces before punctuation included', () => {
    assert.deepEqual(
      tokenizer.encode(' .').map((id) => tokenizer.decode(id)),
      [' .'],
    );
  });

  test('a text longer than any context passes without a word', () => {
    const talk = (['log', 'info', 'warn', 'error'] as const).map((name) =>
      mock.method(console, name, () => {}),
    );
    tokenizer.encode('word '.repeat(5000));
    for (const method of talk) assert.equal(method.mock.callCount(), 0);
    mock.restoreAll();
  });
});

test('a folder without tokenizer points to --ids, a broken one is named', async () => {
  const empty = mkdtempSync(join(folder, 'empty-'));
  await assert.rejects(loadTokenizer(empty), (error: unknown) => {
    assert.ok(error instanceof InputError);
    assert.match(error.message, /no tokenizer\.json in/);
    assert.match(error.hint, /--ids/);
    return true;
  });
  for (const content of ['{"version":', '5', '{}', '{"model":{"type":"BPE"}}']) {
    writeFileSync(join(empty, 'tokenizer.json'), content);
    await assert.rejects(loadTokenizer(empty), InputError, content);
  }
  copyFileSync(join(nanoFolder, 'tokenizer.json'), join(empty, 'tokenizer.json'));
  writeFileSync(join(empty, 'tokenizer_config.json'), '{');
  await assert.rejects(loadTokenizer(empty), /tokenizer_config\.json is not a tokenizer file/);
});
