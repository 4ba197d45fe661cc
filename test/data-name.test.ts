import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corpusName } from '../src/paper/data-name.ts';

const HASH = '0123456789abcdef'.repeat(4);

test('a corpus is called by its name and by the beginning of its hash', () => {
  const meta = { source: 'data set', dataset: 'hh-rlhf.jsonl.gz', file_sha256: HASH };
  assert.equal(
    corpusName(meta, 4, 200),
    'hh-rlhf.jsonl.gz (4 texts, 200 tokens at most, sha256 0123456789ab)',
  );
  const two = { source: 'file', file: ['x.txt', 'y.txt'], file_sha256: [HASH, `f${HASH.slice(1)}`] };
  assert.equal(
    corpusName(two, 9, 80),
    'x.txt, y.txt (9 texts, 80 tokens at most, sha256 0123456789ab, f123456789ab)',
  );
  assert.equal(corpusName({ source: 'arguments' }, 1, 80), 'arguments (1 text, 80 tokens at most)');
});
