import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corpusName, sourceName } from '../src/experiments/reproduce/data-name.ts';

const HASH = '0123456789abcdef'.repeat(4);

test('a corpus is called by its name, never by its path, and by the beginning of its hash', () => {
  const meta = { source: 'data set', dataset: '/home/me/data/hh-rlhf.jsonl.gz', file_sha256: HASH };
  assert.equal(
    corpusName(meta, 4, 200),
    'hh-rlhf.jsonl.gz (4 texts, 200 tokens at most, sha256 0123456789ab)',
  );
  const two = { source: 'file', file: ['a/x.txt', 'y.txt'], file_sha256: [HASH, `f${HASH.slice(1)}`] };
  assert.equal(
    corpusName(two, 9, 80),
    'x.txt, y.txt (9 texts, 80 tokens at most, sha256 0123456789ab, f123456789ab)',
  );
  assert.equal(corpusName({ source: 'arguments' }, 1, 80), 'arguments (1 text, 80 tokens at most)');
});

test('paths of either system, names with slashes at the end, and names that are no paths', () => {
  const name = (dataset: string) => sourceName({ source: 'data set', dataset });
  assert.equal(name('C:\\texts\\mine.jsonl'), 'mine.jsonl');
  assert.equal(name('./a/b/'), 'b');
  assert.equal(name('hh-rlhf'), 'hh-rlhf');
  assert.equal(name('/'), '/');
  assert.equal(sourceName({ file: 'x/y.txt', dataset: null, source: 'file' }), 'y.txt');
  assert.equal(sourceName({ dataset: null, source: 'the held-out documents' }), 'the held-out documents');
  assert.equal(sourceName({}), 'texts');
});
