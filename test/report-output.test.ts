import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { emit, openOutput } from '../src/io/emit.ts';
import { openFolder } from '../src/io/folder.ts';
import { resolveTarget, temporaryName } from '../src/io/target.ts';
import { writeAll } from '../src/io/write.ts';
import type { Result } from '../src/report/result.ts';

const root = mkdtempSync(join(tmpdir(), 'llmgeo-output-'));
after(() => rm(root, { recursive: true }));
let folders = 0;

function freshFolder(): string {
  const folder = join(root, String(folders++));
  mkdirSync(folder);
  return folder;
}

const result: Result = { meta: { tool: 'llmgeo' }, columns: ['a'], rows: [{ a: 1 }], summary: {} };

const refused = (message: RegExp) => ({ name: 'InputError', message });

test('a file is written whole with its meta beside it; json carries it inside', async () => {
  const folder = freshFolder();
  for (const name of ['r.csv', 'r.jsonl', 'r.txt', 'r.json']) {
    await emit(result, await openOutput({ output: join(folder, name) }));
  }
  assert.deepEqual(readdirSync(folder).sort(), [
    'r.csv',
    'r.csv.meta.json',
    'r.json',
    'r.jsonl',
    'r.jsonl.meta.json',
    'r.txt',
    'r.txt.meta.json',
  ]);
  assert.equal(readFileSync(join(folder, 'r.csv'), 'utf8'), 'a\n1\n');
  assert.equal(readFileSync(join(folder, 'r.csv.meta.json'), 'utf8'), '{\n  "tool": "llmgeo"\n}\n');
});

test('--format outranks the extension', async () => {
  const output = join(freshFolder(), 'r.csv');
  await emit(result, await openOutput({ output, format: 'jsonl' }));
  assert.equal(readFileSync(output, 'utf8'), '{"a":1}\n');
});

test('what cannot be written is refused before anything runs, and no folder is made', async () => {
  const folder = freshFolder();
  const at = (name: string) => join(folder, name);
  await writeFile(at('file'), '');
  mkdirSync(at('taken.csv.meta.json'));
  await assert.rejects(openOutput({ output: at('none/r.csv') }), refused(/folder .*none does not exist/));
  await assert.rejects(openOutput({ plot: [at('none/r.svg')] }), refused(/--plot .*none does not exist/));
  await assert.rejects(openOutput({ output: folder }), refused(/it is a folder/));
  await assert.rejects(openOutput({ output: at('new/') }), refused(/names no file/));
  await assert.rejects(openOutput({ output: '' }), refused(/names no file/));
  await assert.rejects(openOutput({ output: at('file/r.csv') }), refused(/file is not a folder/));
  await assert.rejects(openOutput({ output: at('taken.csv') }), refused(/meta\.json": it is a folder/));
  await assert.rejects(
    openOutput({ output: at('r.xlsx') }),
    refused(/r\.xlsx: the extension says no format/),
  );
  await assert.rejects(openOutput({ output: at('r.csv'), format: 'xml' }), refused(/xml/));
  await assert.rejects(openOutput({ plot: [at('r.eps')] }), refused(/r\.eps": unknown extension/));
  await assert.rejects(openOutput({ width: 700 }), refused(/--width without --plot: there is no figure/));
  await assert.rejects(openOutput({ title: false }), refused(/--no-title without --plot/));
  await assert.rejects(openOutput({ plot: [at('r.json')] }), refused(/unknown extension/));
  await assert.rejects(
    openOutput({ output: at('p.svg'), format: 'csv', plot: [at('p.svg')] }),
    refused(/-o and --plot both go to .*p\.svg/),
  );
  await assert.rejects(openOutput({ output: at(`${'x'.repeat(300)}.csv`) }), refused(/too long/));
  assert.deepEqual(readdirSync(folder).sort(), ['file', 'taken.csv.meta.json']);
});

test('- is stdout, for the data or for one plot, and never a file', async () => {
  const folder = freshFolder();
  const file = join(folder, 'r.csv');
  assert.equal((await openOutput({ output: '-' })).target.kind, 'stdout');
  assert.equal((await openOutput({ output: '-', format: 'json' })).meta, undefined);
  const [plot] = (await openOutput({ output: file, plot: ['-'] })).plot!;
  assert.deepEqual([plot.kind, plot.target.kind], ['svg', 'stdout']);
  await assert.rejects(openOutput({ plot: ['-'] }), refused(/-o and --plot both go to stdout/));
  await assert.rejects(openOutput({ output: '-', plot: ['/dev/stdout'] }), refused(/both go to stdout/));
  await assert.rejects(openOutput({ output: file, plot: ['-', '-'] }), refused(/two plots go to stdout/));
  const svg = join(folder, 'a.svg');
  await assert.rejects(openOutput({ plot: [svg, join(folder, '.', 'a.svg')] }), refused(/two plots go to/));
  await assert.rejects(
    openFolder('-', '-o', { command: 'extract', marker: 'm.json' }),
    refused(/-o -: a folder/),
  );
});

test('what is read is not written over', async () => {
  const folder = freshFolder();
  const [file, link] = [join(folder, 'in.jsonl'), join(folder, 'link.jsonl')];
  await writeFile(file, 'text');
  symlinkSync('in.jsonl', link);
  for (const options of [{ file: [file] }, { file: ['-', link] }, { ids: ['1,2', file] }, { dataset: file }])
    await assert.rejects(openOutput({ output: file, ...options }), refused(/over its input/));
  assert.equal((await openOutput({ output: join(folder, 'out.jsonl'), file: [file] })).format, 'jsonl');
  assert.equal(readFileSync(file, 'utf8'), 'text');
});

test('every plot asked for is opened, and the summary stands beside the data', async () => {
  const folder = freshFolder();
  const [svg, spec] = ['a.svg', 'b.vl.json'].map((name) => join(folder, name));
  const output = await openOutput({ output: join(folder, 'r.csv'), plot: [svg, spec] });
  assert.deepEqual(
    output.plot!.map(({ kind, target }) => [kind, target.path]),
    [
      ['svg', svg],
      ['vl.json', spec],
    ],
  );
  await emit({ ...result, summary: { mean: 1 } }, output);
  assert.deepEqual(JSON.parse(readFileSync(join(folder, 'r.csv.meta.json'), 'utf8')), {
    tool: 'llmgeo',
    summary: { mean: 1 },
  });
});

test('a folder that takes no files is refused', {
  skip: existsSync('/proc/self') ? false : 'no /proc here',
}, async () => {
  await assert.rejects(openOutput({ output: '/proc/r.csv' }), refused(/the folder \/proc is not writable/));
});

const asRoot = process.getuid?.() === 0 ? 'permissions do not bind root' : false;

test('a folder or file without write permission is refused', { skip: asRoot }, async () => {
  const folder = freshFolder();
  await writeFile(join(folder, 'r.csv'), 'old', { mode: 0o444 });
  await assert.rejects(openOutput({ output: join(folder, 'r.csv') }), refused(/the file is not writable/));
  chmodSync(folder, 0o555);
  await assert.rejects(openOutput({ output: join(folder, 'new.csv') }), refused(/is not writable/));
  chmodSync(folder, 0o755);
});

test('a socket is refused', async () => {
  const path = join(freshFolder(), 's.csv');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  await assert.rejects(openOutput({ output: path }), refused(/neither a file nor a pipe/));
  server.close();
});

test('a failure half-way leaves the old files and nothing else', async () => {
  const folder = freshFolder();
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  await writeFile(second, 'old');
  function* failing() {
    yield 'x'.repeat(1 << 17);
    assert.equal(readdirSync(folder).length, 3, 'both new files are being written beside the old one');
    throw new Error('in the middle');
  }
  const writes = [
    { target: await resolveTarget(first, '-o'), content: ['whole'] },
    { target: await resolveTarget(second, '-o'), content: failing() },
  ];
  await assert.rejects(writeAll(writes), /in the middle/);
  assert.deepEqual(readdirSync(folder), ['second']);
  assert.equal(readFileSync(second, 'utf8'), 'old');
});

test('NaN in a result leaves the old file', async () => {
  const output = join(freshFolder(), 'r.csv');
  await writeFile(output, 'old');
  await assert.rejects(emit({ ...result, rows: [{ a: Number.NaN }] }, await openOutput({ output })), /NaN/);
  assert.equal(readFileSync(output, 'utf8'), 'old');
});

test('a folder that disappears during the work is an error of the work', async () => {
  const folder = freshFolder();
  const output = await openOutput({ output: join(folder, 'r.csv') });
  await rm(folder, { recursive: true });
  await assert.rejects(emit(result, output), {
    name: 'LlmgeoError',
    exitCode: 1,
    message: /cannot write .*r\.csv/,
  });
});

test('a full disk is an error that may pass', {
  skip: existsSync('/dev/full') ? false : 'no /dev/full here',
}, async () => {
  const output = await openOutput({ output: '/dev/full' });
  await assert.rejects(emit(result, output), {
    name: 'LlmgeoError',
    exitCode: 75,
    message: /\/dev\/full: ENOSPC/,
  });
});

test('a replaced file keeps its permissions, and a link keeps pointing at it', async () => {
  const folder = freshFolder();
  const real = join(folder, 'real.csv');
  const link = join(folder, 'link.csv');
  await writeFile(real, 'old');
  chmodSync(real, 0o640);
  symlinkSync('real.csv', link);
  await emit(result, await openOutput({ output: link }));
  assert.equal(readFileSync(real, 'utf8'), 'a\n1\n');
  assert.equal(statSync(real).mode & 0o777, 0o640);
  assert.equal(readFileSync(link, 'utf8'), 'a\n1\n');
});

test('devices are written as they are, without meta beside them', async () => {
  const output = await openOutput({ output: '/dev/null', format: 'csv' });
  assert.deepEqual(output, { format: 'csv', target: { kind: 'stream', path: '/dev/null' } });
  await emit(result, output);
  assert.ok(!existsSync('/dev/null.meta.json'));
  assert.equal((await openOutput({ output: '/dev/stdout' })).target.kind, 'stdout');
});

test('a FIFO is written as it is', {
  skip: process.platform === 'win32' ? 'no FIFOs here' : false,
}, async () => {
  const folder = freshFolder();
  const fifo = join(folder, 'pipe.csv');
  execFileSync('mkfifo', [fifo]);
  const output = await openOutput({ output: fifo });
  const { readFile } = await import('node:fs/promises');
  const [received] = await Promise.all([readFile(fifo, 'utf8'), emit(result, output)]);
  assert.equal(received, 'a\n1\n');
  assert.deepEqual(readdirSync(folder), ['pipe.csv']);
});

test('temporary names are fresh and in the same folder', () => {
  const name = temporaryName('/some/folder/r.csv');
  assert.match(name, /^\/some\/folder\/\.llmgeo-.*\.tmp$/);
  assert.notEqual(name, temporaryName('/some/folder/r.csv'));
});
