import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs a module given as text, with names of `io` imported, and stops reading stdout after `readUpTo` bytes. */
function runModule(code: string, readUpTo = Infinity, stdout: 'pipe' | number = 'pipe'): Promise<Ended> {
  const at = (name: string) => JSON.stringify(new URL(`../src/io/${name}`, import.meta.url).href);
  const imports = [
    `import { writeStdout, onClosedPipe, stdoutClosed } from ${at('stdout.js')};`,
    `import { note, warn, setQuiet } from ${at('talk.js')};`,
    `import { writeAll } from ${at('write.js')};`,
  ].join('\n');
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${imports}\n${code}`], {
    stdio: ['ignore', stdout, 'pipe'],
  });
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    ended.out += text;
    if (ended.out.length >= readUpTo) child.stdout?.destroy();
  });
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    ended.err += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...ended, code })));
}

const MANY = `function* many() { for (let i = 0; i < 5000; i++) { pulled = i; yield 'x'.repeat(1000) + '\\n'; } } let pulled;`;

test('all of a long output arrives, at the pace of the reader', async () => {
  const { code, out, err } = await runModule(`${MANY} await writeStdout(many());`);
  assert.deepEqual({ code, err, length: out.length }, { code: 0, err: '', length: 5000 * 1001 });
});

test('a closed pipe stops the writing, tells once, and ends with 0', async () => {
  const { code, err } = await runModule(
    `${MANY}
    let told = 0;
    onClosedPipe(() => { told++; clearTimeout(work); });
    const work = setTimeout(() => {}, 60_000);
    await writeStdout(many());
    await new Promise((resolve) => setImmediate(resolve));
    await writeStdout(['more']);
    process.stderr.write(JSON.stringify({ told, closed: stdoutClosed(), early: pulled < 4000 }));`,
    2000,
  );
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(err), { told: 1, closed: true, early: true });
});

test('a closed pipe alone is no crash, even where nobody watches for it', async () => {
  const { code, err } = await runModule(`${MANY} await writeStdout(many());`, 2000);
  assert.deepEqual({ code, err }, { code: 0, err: '' });
});

test('a full disk behind stdout is an error that says so', {
  skip: !existsSync('/dev/full') && 'no /dev/full',
}, async () => {
  const { openSync } = await import('node:fs');
  const { err } = await runModule(
    `await writeStdout(['a']).catch((error) => process.stderr.write(error.name + ': ' + error.message));`,
    Infinity,
    openSync('/dev/full', 'w'),
  );
  assert.match(err, /^LlmgeoError: cannot write to stdout: .*ENOSPC/);
});

test('talk is one line each on stderr; quiet silences notes, not warnings', async () => {
  const { out, err } = await runModule(
    `note('one\\ntwo'); warn('\\u001b[31mred'); setQuiet(true); note('unheard'); warn('heard');`,
  );
  assert.equal(out, '');
  assert.equal(err, 'llmgeo: one⏎two\nllmgeo: warning: \\u{1b}[31mred\nllmgeo: warning: heard\n');
});

test('a process that ends in the middle of a file takes the unfinished file along', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'llmgeo-exit-'));
  const target = JSON.stringify({ kind: 'file', path: join(folder, 'r.csv') });
  const { code, err } = await runModule(
    `import { readdirSync } from 'node:fs';
    function* ending() { process.stderr.write(String(readdirSync(${JSON.stringify(folder)}).length)); process.exit(5); yield ''; }
    await writeAll([{ target: ${target}, content: ending() }]);`,
  );
  assert.deepEqual({ code, err, left: readdirSync(folder) }, { code: 5, err: '1', left: [] });
  rmSync(folder, { recursive: true });
});
