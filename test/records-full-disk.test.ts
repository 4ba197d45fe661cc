import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { open as openFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openRunFolder, readRunFolder } from '../src/run/folder/records/run-folder.ts';
import { emptyFolder } from './support/cli.ts';

const FULL = { name: 'LlmgeoError', exitCode: 75, message: /run folder .*run: ENOSPC/, hint: /same command/ };

/** A file system of 64 KiB, or undefined where this user may not make one; then the test is skipped. */
function smallDisk(t: TestContext): string | undefined {
  const folder = emptyFolder();
  const { status, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
  if (error || status !== 0) {
    t.skip('only who may mount can have a disk that is full');
    return undefined;
  }
  t.after(() => spawnSync('umount', ['-l', folder]));
  return folder;
}

const open = (path: string) => openRunFolder(path, '--run', { run: 1 });

test('a full disk is an error that may pass; the same process and the next one go on', async (t) => {
  const disk = smallDisk(t);
  if (!disk) return;
  const path = join(disk, 'run');
  const ballast = join(disk, 'ballast');
  await writeFile(ballast, Buffer.alloc(30_000));
  const folder = await open(path);
  await folder.put('before', 1);
  await assert.rejects(folder.put('large', 'x'.repeat(40_000)), FULL);
  await assert.rejects(folder.put('large', 'x'.repeat(40_000)), FULL, 'where no byte has room');
  assert.ok(!folder.has('large'));
  assert.deepEqual([...(await readRunFolder(path)).keys()], ['before']);

  await rm(ballast);
  await folder.put('large', 'y');
  await folder.put('after', 2);
  assert.equal(await folder.get('large'), 'y');
  await folder.close();
  const next = await readRunFolder(path);
  assert.deepEqual([...next.keys()], ['before', 'large', 'after']);
  assert.deepEqual([await next.get('large'), await next.get('after')], ['y', 2]);
  const [log] = await readdir(join(path, 'records'));
  const lines = (await readFile(join(path, 'records', log), 'utf8')).split('\n');
  assert.match(lines[1], /x{9} <given up>$/, 'a part of the line was there');
  assert.deepEqual(next.faults, []);
  await next.close();
});

test('so is one that has no room for a new run, of which nothing is left that is in the way', async (t) => {
  const disk = smallDisk(t);
  if (!disk) return;
  const path = join(disk, 'run');
  const ballast = join(disk, 'ballast');
  await writeFile(ballast, Buffer.alloc(64 << 10)).catch(() => {});
  await assert.rejects(open(path), FULL);
  await rm(ballast);
  await (await open(path)).close();
  assert.match(await readFile(join(path, 'run.json'), 'utf8'), /"llmgeo_run": 1/);
});

test('many records are one sync in the background, and one that fails is an error of the next record', async (t) => {
  const probe = await openFile(process.execPath);
  const full = Object.assign(new Error('ENOSPC: no space'), { code: 'ENOSPC', syscall: 'fdatasync' });
  const sync = t.mock.method(Object.getPrototypeOf(probe), 'datasync', () => Promise.resolve());
  await probe.close();
  const folder = await open(join(emptyFolder(), 'run'));
  for (let i = 0; i < 500; i++) await folder.put(`a/${i}`, i);
  await delay(1200);
  assert.equal(sync.mock.callCount(), 1);
  sync.mock.mockImplementation(() => Promise.reject(full));
  await folder.put('lost', 1);
  await delay(1200);
  await assert.rejects(folder.put('next', 1), FULL);
  await assert.rejects(folder.close(), FULL);
  assert.equal(sync.mock.callCount(), 2);
});
