import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openFolder } from '../src/io/folder.ts';
import { emptyFolder } from './support/cli.ts';

const OWNER = { command: 'extract', marker: 'manifest.json' };
const open = (path: string) => openFolder(path, '-o', OWNER);
const refused = (message: RegExp) => ({ name: 'InputError', message });
const names = (folder: string) => readdirSync(folder, { recursive: true }).sort();

/** A folder with a finished result of the given files. */
async function finished(files: string[]): Promise<string> {
  const path = join(emptyFolder(), 'out');
  const folder = await open(path);
  for (const name of files) await folder.write(name, [name]);
  await folder.finish({ command: 'extract' });
  return path;
}

test('what cannot be filled is refused, and nothing is made', async () => {
  const root = emptyFolder();
  writeFileSync(join(root, 'file'), '');
  await assert.rejects(open(join(root, 'none/out')), refused(/the folder .*none does not exist/));
  await assert.rejects(open(join(root, 'file')), refused(/-o ".*file": it is not a folder/));
  await assert.rejects(open(join(root, 'file/out')), refused(/file is not a folder/));
  await assert.rejects(open(''), refused(/-o ""/));
  await assert.rejects(open('/dev/stdout'), refused(/it is not a folder/));
  await open(join(root, 'new/'));
  assert.deepEqual(names(root), ['file']);
});

test('a folder without write permission is refused', {
  skip: process.getuid?.() === 0 && 'permissions do not bind root',
}, async () => {
  const root = emptyFolder();
  chmodSync(root, 0o555);
  await assert.rejects(open(root), refused(/is not writable/));
  await assert.rejects(open(join(root, 'out')), refused(/is not writable/));
});

test('a folder with files of others is refused, and they are named', async () => {
  const root = emptyFolder();
  for (const name of ['a.txt', 'b.txt', 'c.txt', 'd.txt']) writeFileSync(join(root, name), '');
  await assert.rejects(open(root), refused(/not of llmgeo extract \(a\.txt, b\.txt, c\.txt, \.\.\.\)/));
});

test('a marker of another command, of another program or of no JSON makes no folder ours', async () => {
  for (const content of [
    '{"command": "reproduce", "files": {}}',
    '{"name": "app"}',
    '[',
    '{"command":"extract"}',
  ]) {
    const root = emptyFolder();
    writeFileSync(join(root, 'manifest.json'), content);
    await assert.rejects(open(root), refused(/\(manifest\.json\)/), content);
  }
  const root = emptyFolder();
  writeFileSync(join(root, 'unfinished.txt'), 'my novel\n');
  await assert.rejects(open(root), refused(/\(unfinished\.txt\)/));
});

test('an empty folder is taken, hidden files in it stay', async () => {
  const root = emptyFolder();
  writeFileSync(join(root, '.gitkeep'), '');
  const folder = await open(root);
  await folder.write('a', ['1']);
  await folder.finish({});
  assert.deepEqual(names(root), ['.gitkeep', 'a', 'manifest.json']);
});

test('the marker comes last and lists every file with its length and sha256', async () => {
  const path = join(emptyFolder(), 'out');
  const folder = await open(path);
  assert.ok(!existsSync(path), 'nothing is made before the first file');
  await folder.write('m/a.bin', [Uint8Array.of(1, 2), 'é']);
  await folder.write('b.txt', []);
  assert.deepEqual(names(path), ['b.txt', 'm', 'm/a.bin', 'unfinished.txt']);
  assert.deepEqual(readFileSync(join(path, 'unfinished.txt'), 'utf8').split('\n').slice(1), [
    'm/a.bin',
    'b.txt',
    '',
  ]);
  assert.deepEqual(folder.written(), { files: 2, bytes: 4 });
  await folder.finish({ tool: 'llmgeo', tensors: [{ name: 'a' }, { name: 'b' }] });
  assert.deepEqual(names(path), ['b.txt', 'm', 'm/a.bin', 'manifest.json']);
  const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
  assert.equal(
    readFileSync(join(path, 'manifest.json'), 'utf8'),
    `{
  "tool": "llmgeo",
  "tensors": [
    {"name":"a"},
    {"name":"b"}
  ],
  "command": "extract",
  "files": {
    "m/a.bin": {"bytes":4,"sha256":"${sha256(readFileSync(join(path, 'm/a.bin')))}"},
    "b.txt": {"bytes":0,"sha256":"${sha256('')}"}
  }
}
`,
  );
});

test('an earlier result is replaced: its marker goes first, its other files at the end, those of others never', async () => {
  const path = await finished(['same', 'old', 'gone/a', 'kept/a']);
  writeFileSync(join(path, 'kept/notes.txt'), 'mine');
  const folder = await open(path);
  assert.ok(existsSync(join(path, 'manifest.json')), 'nothing changes before the first file');
  await folder.write('same', ['new']);
  assert.deepEqual(names(path), [
    'gone',
    'gone/a',
    'kept',
    'kept/a',
    'kept/notes.txt',
    'old',
    'same',
    'unfinished.txt',
  ]);
  await folder.finish({});
  assert.deepEqual(names(path), ['kept', 'kept/notes.txt', 'manifest.json', 'same']);
  assert.equal(readFileSync(join(path, 'same'), 'utf8'), 'new');
  assert.deepEqual(Object.keys(JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')).files), [
    'same',
  ]);
});

test('a run that was stopped leaves whole files and no marker; the next one takes over and clears up', async () => {
  const path = await finished(['first']);
  const stopped = await open(path);
  await stopped.write('second', ['2']);
  function* breaking() {
    yield 'half';
    throw new Error('stopped');
  }
  await assert.rejects(stopped.write('third', breaking()), /stopped/);
  assert.deepEqual(names(path), ['first', 'second', 'unfinished.txt']);
  const next = await open(path);
  await next.write('fourth', ['4']);
  await next.finish({});
  assert.deepEqual(names(path), ['fourth', 'manifest.json']);
});

test('work that fails halfway is told of; before the first file there is nothing to tell', async (t) => {
  const said: string[] = [];
  t.mock.method(process.stderr, 'write', (text: string) => said.push(text) > 0);
  const folder = await open(join(emptyFolder(), 'out'));
  await assert.rejects(
    folder.fill(() => Promise.reject(new Error('early'))),
    /early/,
  );
  assert.deepEqual(said, []);
  const work = async () => {
    await folder.write('a', ['1']);
    throw new Error('late');
  };
  await assert.rejects(folder.fill(work), /late/);
  assert.match(said.join(''), /warning: .*out is unfinished \(whole files: 1, no manifest\.json\)/);
});

test('no list of files leads out of the folder', async () => {
  const root = emptyFolder();
  const [path, elsewhere] = [join(root, 'out'), join(root, 'elsewhere')];
  for (const folder of [path, elsewhere]) mkdirSync(folder);
  const outside = join(elsewhere, 'outside');
  writeFileSync(outside, '');
  symlinkSync(elsewhere, join(path, 'link'));
  const files = { '../elsewhere/outside': {}, [outside]: {}, 'link/outside': {} };
  writeFileSync(join(path, 'manifest.json'), JSON.stringify({ command: 'extract', files }));
  const folder = await open(path);
  await folder.finish({});
  assert.ok(existsSync(outside));
});

test('a link to a folder is followed; a link to nothing becomes the folder it names', async () => {
  const root = emptyFolder();
  symlinkSync(join(root, 'real'), join(root, 'link'));
  const folder = await open(join(root, 'link'));
  await folder.write('a', ['1']);
  await folder.finish({});
  assert.deepEqual(names(join(root, 'real')), ['a', 'manifest.json']);
  const again = await open(join(root, 'link'));
  await again.write('b', ['1']);
  await again.finish({});
  assert.deepEqual(names(join(root, 'real')), ['b', 'manifest.json']);
});
