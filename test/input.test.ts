import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type InputRequest, inputName, readInput } from '../src/run/input.ts';
import { sha256OfFile } from '../src/sha256.ts';
import { londonSentence } from '../src/text/defaults.ts';
import { emptyFolder } from './support/cli.ts';
import { SILENT_RUN } from './support/silent-run.ts';

const FOLDER = emptyFolder();

function file(name: string, content: string): string {
  const path = join(FOLDER, name);
  writeFileSync(path, content);
  return path;
}

async function read(request: Partial<InputRequest>) {
  return readInput({ texts: [], offline: true, ...request }, londonSentence(), SILENT_RUN);
}

test('meta names files and data sets without their folders, each with its hash', async () => {
  const texts = file('mine.txt', 'one\n');
  const more = file('more.jsonl', '{"text":"two"}\n');
  const data = file('data.jsonl', '{"chosen":"three"}\n');
  const ids = file('ids.jsonl', '{"ids":[1]}\n');
  const [textsHash, moreHash, dataHash, idsHash] = await Promise.all(
    [texts, more, data, ids].map((path) => sha256OfFile(path)),
  );
  const cases: [Partial<InputRequest>, object, string][] = [
    [
      { file: [texts] },
      { source: 'file', file: 'mine.txt', file_sha256: textsHash, field: null },
      'mine.txt',
    ],
    [
      { file: [texts, more] },
      { file: ['mine.txt', 'more.jsonl'], file_sha256: [textsHash, moreHash], field: 'text', texts: 2 },
      'mine.txt, more.jsonl',
    ],
    [
      { dataset: data },
      { source: 'data set', dataset: 'data.jsonl', dataset_commit: null, file_sha256: dataHash },
      'data.jsonl',
    ],
    [{ ids: [ids] }, { source: 'ids', file: 'ids.jsonl', file_sha256: idsHash }, 'ids.jsonl'],
    [{ texts: ['a'] }, { source: 'arguments', file: null, file_sha256: null }, 'arguments'],
  ];
  for (const [request, expected, name] of cases) {
    const { meta } = await read(request);
    assert.deepEqual({ ...meta, ...expected }, meta);
    assert.equal(inputName(meta), name);
    assert.ok(!JSON.stringify(meta).includes(FOLDER));
  }
});

test('what nobody named is not read: a data set beside ids, a missing file', async () => {
  await assert.rejects(read({ dataset: 'hh-rlhf', ids: ['1'] }), /several sources/);
  await assert.rejects(read({ file: [join(FOLDER, 'none')] }), /no such file/);
  await assert.rejects(read({ dataset: FOLDER }), /no such data set or file/);
});
