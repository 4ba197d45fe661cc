import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BIN, emptyFolder } from './support/cli.ts';

const MODULE = fileURLToPath(new URL('../src/text/unread-stdin.js', import.meta.url));
/** Looks at stdin, and says what it holds to a command that runs without a text. */
const LOOK = join(emptyFolder(), 'look.mjs');
writeFileSync(
  LOOK,
  `import { existsSync, writeFileSync } from 'node:fs';
  import { lookAgainAtStdin, refuseUnreadStdin } from ${JSON.stringify(MODULE)};
  const say = (word) => process.stdout.write(word + ' ');
  await refuseUnreadStdin().then(() => say('free'), (error) => say(error.name));
  const folder = process.argv[2];
  if (folder) {
    writeFileSync(folder + '/looked', '');
    while (!existsSync(folder + '/go')) await new Promise((resolve) => setTimeout(resolve, 20));
    await lookAgainAtStdin().then(() => say('free'), (error) => say(error.name));
  }`,
);
const skip = process.platform === 'win32' && 'no sh here';

/** What a shell script prints, in which `look` stands for the script above. */
function shell(script: string): string {
  const run = spawnSync('sh', ['-c', `look() { "${process.execPath}" "${LOOK}" "$@"; }\n${script}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  assert.equal(run.stderr, '', 'not even that WASI is experimental');
  return run.stdout.trim();
}

test('a pipe that holds bytes is refused, an empty or silent one is not, and nothing is taken from it', {
  skip,
}, () => {
  assert.equal(shell('echo text | { sleep .1; look; cat; }'), 'InputError text');
  assert.equal(shell('{ echo text; sleep 1; } | { sleep .1; look; head -n 1; }'), 'InputError text');
  assert.equal(shell(': | { sleep .1; look; }'), 'free');
  assert.equal(shell('look < /dev/null'), 'free');
  assert.equal(shell('look <&-'), 'free');
});

test('bytes that come while the model loads are refused too', { skip }, () => {
  const looks = (writer: string) => {
    const folder = emptyFolder();
    const wait = `until [ -e '${folder}/looked' ]; do sleep .02; done`;
    return shell(`{ ${wait}; ${writer}; touch '${folder}/go'; sleep .5; } | { look '${folder}'; cat; }`);
  };
  assert.equal(looks('echo late'), 'free InputError late');
  assert.equal(looks(':'), 'free free');
});

test('the file of a surrounding loop is left alone, one for the command itself is refused', {
  skip: skip || (!existsSync('/proc/self/fdinfo') && 'the system does not say how far a file was read'),
}, () => {
  const file = join(emptyFolder(), 'list');
  writeFileSync(file, 'one\ntwo\nthree\n');
  const loop = `while read -r line; do printf '%s ' "$line"; look; done < '${file}'`;
  assert.equal(shell(loop), 'one free two free three free');
  assert.equal(shell(`look < '${file}'`), 'InputError');
});

test('the pipe of a parent process is never waited for, and refused where it holds bytes', async () => {
  for (const [input, said] of [
    ['text', 'InputError'],
    ['', 'free'],
  ])
    assert.equal(spawnSync(process.execPath, [LOOK], { encoding: 'utf8', input }).stdout.trim(), said);
  const silent = spawn(process.execPath, [LOOK], { stdio: ['pipe', 'pipe', 'inherit'] });
  let out = '';
  silent.stdout.on('data', (chunk) => {
    out += chunk;
  });
  await once(silent, 'close');
  assert.equal(out.trim(), 'free');
});

test('the command refuses text that it was not asked to read, and reads it with -', { skip }, () => {
  const run = (script: string) =>
    spawnSync('sh', ['-c', script.replaceAll('llmgeo', `"${process.execPath}" "${BIN}"`)], {
      encoding: 'utf8',
    });
  const refused = run('echo text | llmgeo infogain --model nano-xs');
  assert.equal(refused.status, 2, refused.stderr);
  assert.match(refused.stderr, /error: stdin holds bytes.*\n {2}add - to read it/);
  const json = `echo '{"text":"hi there"}'`;
  const read = run(`${json} | llmgeo infogain --model nano-xs - --format jsonl -o -`);
  assert.match(read.stdout, /"token":"hi"[^\n]*\n[^\n]*"token":" there"/);
  assert.match(read.stderr, /a summary was left out/);
  assert.ok(!existsSync('-'));
  const drawn = run(`${json} | llmgeo infogain --model nano-xs --file - --format json | llmgeo plot -`);
  assert.match(drawn.stdout, /^<svg /);
});
