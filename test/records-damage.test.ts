import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openRunFolder, readRunFolder } from '../src/run/folder/records/run-folder.ts';
import type { RecordValue } from '../src/run/folder/records/value.ts';
import { emptyFolder } from './support/cli.ts';

/** A run folder with the given records in one log: the folder, the path of the log, its bytes. */
async function filled(records: Record<string, RecordValue>, description = { run: 1 }) {
  const path = join(emptyFolder(), 'run');
  const folder = await openRunFolder(path, '--run', description);
  for (const [key, value] of Object.entries(records)) await folder.put(key, value);
  await folder.close();
  const [name] = await readdir(join(path, 'records'));
  const log = join(path, 'records', name);
  return { path, log, name, bytes: await readFile(log) };
}

/** What a reader finds: the units with a record, and where the faults are. */
async function found(path: string) {
  const records = await readRunFolder(path);
  for (const key of records.keys()) assert.notEqual(await records.get(key), undefined);
  await records.close();
  return { keys: [...records.keys()], faults: records.faults };
}

const THREE = { 'a/1': { gain: [0.5, -0] }, 'a/2': 'middle', 'a/3': Float64Array.of(1, 2) };

test('a last line that was cut at any byte is no record and no fault, and a new process goes on', async () => {
  const { path, log, bytes } = await filled(THREE);
  const last = bytes.lastIndexOf(10, bytes.length - 2) + 1;
  for (let end = bytes.length - 1; end >= last; end--) {
    await truncate(log, end);
    assert.deepEqual(await found(path), { keys: ['a/1', 'a/2'], faults: [] }, `cut at ${end}`);
  }
  await writeFile(log, bytes.subarray(0, last + 9));
  const next = await openRunFolder(path, '--run', { run: 1 });
  await next.put('a/3', 3);
  await next.close();
  assert.deepEqual((await found(path)).keys, ['a/1', 'a/2', 'a/3']);
});

test('a line of which any byte was changed is noticed and named', async () => {
  const { path, log, name, bytes } = await filled(THREE);
  const begin = bytes.indexOf(10) + 1;
  const end = bytes.indexOf(10, begin);
  for (const bit of [1, 0x80])
    for (let i = begin; i < end; i++) {
      const changed = Buffer.from(bytes);
      changed[i] ^= bit;
      await writeFile(log, changed);
      const { keys, faults } = await found(path);
      assert.deepEqual(keys, ['a/1', 'a/3'], `byte ${i}`);
      assert.equal(faults.length, changed[i] === 10 ? 2 : 1);
      const { file, line, offset, reason } = faults[0];
      assert.deepEqual([file, line, offset], [`records/${name}`, 2, begin]);
      assert.match(reason, /does not fit its hash/);
    }
  const joined = Buffer.from(bytes);
  joined[end] ^= 1;
  await writeFile(log, joined);
  assert.deepEqual((await found(path)).keys, ['a/1']);
  assert.equal((await found(path)).faults.length, 1);
});

test('a line copied under another key, or from another run, is noticed', async () => {
  const { path, log, bytes } = await filled({ 'a/1': 1 });
  await writeFile(log, Buffer.concat([bytes, Buffer.from(bytes.toString().replace('a/1', 'a/2'))]));
  const { keys, faults } = await found(path);
  assert.deepEqual(keys, ['a/1']);
  assert.deepEqual(
    [faults.length, faults[0].line, faults[0].offset, faults[0].key],
    [1, 2, bytes.length, 'a/2'],
  );

  const other = await filled({ 'a/1': 1 }, { run: 2 });
  await writeFile(other.log, bytes);
  assert.deepEqual((await found(other.path)).keys, []);
  assert.equal((await found(other.path)).faults.length, 1);
});

test('what was damaged since the folder was opened is noticed when it is read, and can be put again', async () => {
  const { path, log, name, bytes } = await filled(THREE);
  const folder = await openRunFolder(path, '--run', { run: 1 });
  bytes[bytes.indexOf('middle')] ^= 1;
  await writeFile(log, bytes.subarray(0, -9));
  assert.equal(await folder.get('a/2'), undefined);
  assert.equal(await folder.get('a/3'), undefined);
  assert.ok(!folder.has('a/2') && !folder.has('a/3') && folder.has('a/1'));
  assert.deepEqual(
    folder.faults.map(({ file, line, key }) => [file, line, key]),
    [
      [`records/${name}`, 2, 'a/2'],
      [`records/${name}`, 3, 'a/3'],
    ],
  );
  await folder.put('a/2', 'again');
  assert.equal(await folder.get('a/2'), 'again');
  await folder.close();
});

test('a log of any bytes, or one that is a folder, harms no other', async () => {
  const { path } = await filled({ 'a/1': 1 });
  const noise = Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) >> 3);
  await writeFile(join(path, 'records', '0.log'), Buffer.concat([noise, Buffer.from('\n\n')]));
  await mkdir(join(path, 'records', '1.log'));
  const { keys, faults } = await found(path);
  assert.deepEqual(keys, ['a/1']);
  assert.ok(faults.length > 1 && faults.every(({ file }) => file === 'records/0.log'));
});

test('records longer than what is read at once, and more of them than that, are all found', async () => {
  const large = Float64Array.from({ length: 1 << 20 }, (_, i) => i / 3);
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`m/${i}`, 'x'.repeat(100 * i)]));
  const { path } = await filled({ first: 1, large, ...many });
  const records = await readRunFolder(path);
  assert.deepEqual([...records.keys()], ['first', 'large', ...Object.keys(many)]);
  assert.deepEqual(await records.get('large'), large);
  assert.equal(await records.get('m/299'), many['m/299']);
  assert.deepEqual(records.faults, []);
  await records.close();
});
