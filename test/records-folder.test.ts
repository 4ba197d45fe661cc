import assert from 'node:assert/strict';
import fs, {
  appendFile,
  chmod,
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { openRunFolder, readRunFolder } from '../src/run/folder/records/run-folder.ts';
import { emptyFolder } from './support/cli.ts';

const DESCRIPTION = {
  command: 'entropy',
  options: { eps: 0.1 },
  models: [{ name: 'nano-xs', sha256: 'ab' }],
};
const newPath = () => join(emptyFolder(), 'run');
const open = (path: string, description: Parameters<typeof openRunFolder>[2] = DESCRIPTION) =>
  openRunFolder(path, '--run', description);
const refused = (message: RegExp, hint = /./) => ({ name: 'InputError', message, hint, exitCode: 2 });
const logs = async (path: string) => (await readdir(join(path, 'records'))).sort();

test('what is put is there for this process, for a later one and for a reader', async () => {
  const path = newPath();
  const value = { gain: [1 / 3, -0], states: Float64Array.of(NaN, 2) };
  const first = await open(path);
  assert.equal(await first.get('a/1'), undefined);
  await first.put('a/1', value);
  assert.deepEqual(await first.get('a/1'), value);
  await first.put('a/2', null);
  await first.close();
  for (const next of [await open(path), await readRunFolder(path)]) {
    assert.deepEqual([...next.keys()], ['a/1', 'a/2']);
    assert.ok(next.has('a/1') && !next.has('a/3'));
    assert.deepEqual(await next.get('a/1'), value);
    assert.equal(await next.get('a/2'), null);
    assert.equal(await next.get('toString'), undefined);
    assert.deepEqual(next.description, DESCRIPTION);
    assert.deepEqual(next.faults, []);
    await next.close();
  }
  assert.equal((await logs(path)).length, 1, 'a process without records leaves no log');
});

test('a key with a space or a line end is a mistake of the program', async () => {
  const folder = await open(newPath());
  for (const key of ['', 'a b', 'a\n', 'ä']) await assert.rejects(folder.put(key, 1), /is no key/);
  await folder.close();
});

test('the order of keys and the notes do not make another run', async () => {
  const path = newPath();
  const notes = { folder: '/a' };
  await (await openRunFolder(path, '--run', { a: 1, b: { c: 2, d: 3 } }, { notes })).close();
  const again = await openRunFolder(path, '--run', { b: { d: 3, c: 2 }, a: 1 }, { notes: { folder: '/b' } });
  assert.deepEqual(again.notes, notes);
  await again.close();
  await assert.rejects(open(newPath(), { notes: 1 }), /a run cannot be described by "notes"/);
});

test('another run is refused with the differences, five at most', async () => {
  const path = newPath();
  await (await open(path)).close();
  await assert.rejects(
    open(path, { ...DESCRIPTION, options: { eps: 0.2 }, models: [{ name: 'nano-s', sha256: 'ab' }] }),
    refused(
      /^--run .*run holds another run: options\.eps was 0\.1 and is 0\.2; models\[0\]\.name was "nano-xs" and is "nano-s"$/,
      /another folder/,
    ),
  );
  const others = Object.fromEntries('abcdefg'.split('').map((key) => [key, 1]));
  await assert.rejects(
    open(path, { ...DESCRIPTION, ...others }),
    refused(/e was not given and is 1; and 2 more$/),
  );
  assert.deepEqual(await logs(path), []);
});

test('of forty that come at once all agree; of eight other runs one is taken', async () => {
  const path = newPath();
  const forty = await Promise.all(Array.from({ length: 40 }, () => open(path)));
  await Promise.all(forty.map((folder, i) => folder.put(`a/${i}`, i)));
  for (const folder of forty) await folder.close();
  assert.equal((await logs(path)).length, 40);
  const reader = await readRunFolder(path);
  const values = await Promise.all(forty.map((_, i) => reader.get(`a/${i}`)));
  assert.deepEqual(values, [...forty.keys()]);
  await reader.close();
  const other = newPath();
  const results = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => open(other, { i })));
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  for (const result of results)
    if (result.status === 'fulfilled') await result.value.close();
    else assert.match(result.reason.message, /holds another run: i was \d and is \d$/);
  assert.deepEqual((await readdir(other)).sort(), ['records', 'run.json']);
});

test('where the file system has no links, a rename does', async (t) => {
  t.mock.method(fs, 'link', () => Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM' })));
  syncBuiltinESMExports();
  t.after(() => {
    t.mock.restoreAll();
    syncBuiltinESMExports();
  });
  const path = newPath();
  const four = await Promise.all(Array.from({ length: 4 }, () => open(path)));
  for (const folder of four) await folder.close();
  await assert.rejects(open(path, { a: 1 }), refused(/holds another run/));
  assert.deepEqual((await readdir(path)).sort(), ['records', 'run.json']);
});

test('what is no folder for a run is refused, and nothing is made', async () => {
  const root = emptyFolder();
  await writeFile(join(root, 'file'), '');
  await mkdir(join(root, 'foreign/records'), { recursive: true });
  await assert.rejects(
    open(join(root, 'none/run')),
    refused(/--run ".*none\/run": the folder it would lie in/),
  );
  await assert.rejects(open(join(root, 'file')), refused(/it is not a folder/));
  await assert.rejects(open(join(root, 'file/run')), refused(/ENOTDIR/));
  await assert.rejects(
    open(join(root, 'foreign')),
    refused(/holds files, but no run \(records\)/, /an empty folder/),
  );
  for (const path of ['', '-']) await assert.rejects(open(path), refused(/it names no folder/));
  for (const path of ['none', 'file', 'foreign'])
    await assert.rejects(readRunFolder(join(root, path)), refused(/no run folder|cannot read/));
  assert.deepEqual((await readdir(root, { recursive: true })).sort(), ['file', 'foreign', 'foreign/records']);
});

test('hidden files do not make a folder somebody else’s', async () => {
  const path = emptyFolder();
  await writeFile(join(path, '.DS_Store'), '');
  await (await open(path)).close();
});

test('a run.json that was changed or cut anywhere is noticed, one of another format is told', async () => {
  const path = newPath();
  await (await open(path)).close();
  const file = join(path, 'run.json');
  const whole = await readFile(file);
  for (let i = 0; i < whole.length; i++) {
    const changed = Buffer.from(whole);
    changed[i] ^= 1;
    await writeFile(file, changed);
    const isBlank = /^\s+$/.test(String.fromCharCode(whole[i], changed[i])); // one space or another means the same
    if (!isBlank)
      await assert.rejects(readRunFolder(path), refused(/run\.json is (damaged|of format)/), `byte ${i}`);
  }
  for (let i = 0; i < whole.length - 1; i++) {
    await writeFile(file, whole.subarray(0, i));
    await assert.rejects(open(path), refused(/run\.json is damaged/, /in another folder/));
  }
  await writeFile(file, '{"llmgeo_run":2}');
  await assert.rejects(open(path), refused(/is of format 2, which this llmgeo does not know/, /the version/));
  for (const text of ['null', '[]', '7']) {
    await writeFile(file, text);
    await assert.rejects(open(path), refused(/run\.json is damaged/));
  }
});

test('two writers see each other’s records after a refresh, a line at work only when it is whole', async () => {
  const path = newPath();
  const [a, b] = [await open(path), await open(path)];
  await a.put('x/1', 'a');
  assert.ok(!b.has('x/1'));
  await b.refresh();
  assert.equal(await b.get('x/1'), 'a');
  await a.put('x/2', 'a');
  const reader = await readRunFolder(path);
  await Promise.all([b.refresh(), b.refresh()]);
  assert.equal(await b.get('x/2'), 'a');

  const whole = (await open(path)) as typeof a;
  await whole.put('x/3', 'later');
  await whole.close();
  const name = (await logs(path)).at(-1)!;
  const line = await readFile(join(path, 'records', name));
  const slow = join(path, 'records', '9-slow.log');
  await rename(join(path, 'records', name), join(emptyFolder(), name));
  await writeFile(slow, line.subarray(0, 20));
  await reader.refresh();
  assert.ok(!reader.has('x/3'));
  await appendFile(slow, line.subarray(20));
  await reader.refresh();
  assert.equal(await reader.get('x/3'), 'later');
  assert.deepEqual([...a.faults, ...b.faults, ...reader.faults], []);
  for (const folder of [a, b, reader]) await folder.close();
});

test('of two records of one unit the first by name and place counts, whatever the clock and the order of reading', async () => {
  const path = newPath();
  const files: Buffer[] = [];
  for (const value of ['one', 'two', 'three']) {
    const folder = await open(path);
    await folder.put('x', value);
    await folder.close();
    const [name] = await logs(path);
    files.push(await readFile(join(path, 'records', name)));
    await rename(join(path, 'records', name), join(emptyFolder(), name));
  }
  const put = (name: string, content: Buffer) => writeFile(join(path, 'records', name), content);
  await put('2999.log', Buffer.concat([files[1], files[0]]));
  const early = await readRunFolder(path);
  assert.equal(await early.get('x'), 'two');
  await put('1970.log', files[2]);
  await early.refresh();
  for (const folder of [early, await readRunFolder(path)]) {
    assert.equal(await folder.get('x'), 'three');
    await folder.close();
  }
});

test('a run folder may be moved and copied, also over another of the same run', async () => {
  const [path, moved, copy] = [newPath(), newPath(), newPath()];
  const first = await open(path);
  await first.put('x/1', 1);
  await first.close();
  await cp(path, copy, { recursive: true });
  await rename(path, moved);
  const second = await open(moved);
  await second.put('x/2', 2);
  await second.close();
  await cp(moved, copy, { recursive: true });
  const both = await readRunFolder(copy);
  assert.deepEqual([await both.get('x/1'), await both.get('x/2'), both.faults.length], [1, 2, 0]);
  await both.close();
});

test('a link to elsewhere is not written through', async () => {
  const [path, elsewhere] = [newPath(), emptyFolder()];
  await (await open(path)).close();
  await fs.rmdir(join(path, 'records'));
  await symlink(elsewhere, join(path, 'records'));
  await assert.rejects(open(path), refused(/its folder records is a link/));
  assert.deepEqual(await readdir(elsewhere), []);

  const other = newPath();
  await mkdir(other);
  await symlink(join(elsewhere, 'run.json'), join(other, 'run.json'));
  await assert.rejects(open(other), refused(/holds files, but no run \(run\.json\)/));
  assert.deepEqual(await readdir(elsewhere), []);
});

test('the reading stops when it should', async () => {
  const path = newPath();
  const folder = await open(path);
  await folder.put('x', 1);
  await folder.close();
  const signal = AbortSignal.abort(new Error('stop'));
  await assert.rejects(openRunFolder(path, '--run', DESCRIPTION, { signal }), /^Error: stop$/);
  await assert.rejects(readRunFolder(path, { signal }), /^Error: stop$/);
  assert.equal((await logs(path)).length, 1);
});

test('a folder that may not be written is read, and refused for writing', {
  skip: process.platform === 'win32' && 'permissions work otherwise there',
}, async () => {
  const path = newPath();
  const folder = await open(path);
  await folder.put('x', 1);
  await folder.close();
  const all = [join(path, '..'), path, join(path, 'records')];
  for (const name of all) await chmod(name, 0o555);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65534); // permissions do not bind root
  try {
    await assert.rejects(open(path), refused(/cannot write --run ".*run": EACCES/, /you can write to/));
    await assert.rejects(open(`${path}-new`), refused(/cannot write --run ".*run-new": EACCES/));
    const read = await readRunFolder(path);
    assert.equal(await read.get('x'), 1);
    await read.close();
  } finally {
    if (isRoot) process.seteuid?.(0);
    for (const name of all) await chmod(name, 0o755);
  }
});
