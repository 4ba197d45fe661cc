import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { emptyFolder } from './support/cli.ts';
import { done, runHere } from './support/run-here.ts';

const MODELS = fileURLToPath(new URL('../../models/', import.meta.url));
const root = emptyFolder();
const at = (name: string) => join(root, name);
const [model, texts] = [at('checkpoint'), at('texts.txt')];
const ARGS = ['entropy', '--model', `nano-s,${model}`, '--file', texts, '--quiet'];
const undisturbed = at('undisturbed.json');
/** The keys of records that a table is made of. */
const UNIT = / entropy\/([0-9a-f]{32}\/call\/\d+|head\/\d+\/\d+) /;

interface Table {
  rows: { [column: string]: unknown }[];
  summary: { [key: string]: unknown };
}

function bytes(path: string): string {
  return readFileSync(path, 'latin1');
}

function tableOf(path: string): Table {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** A copy of the finished run, with the lines of its log as they are changed. */
function changedRun(name: string, change: (lines: string[]) => string[], from = 'run'): string {
  const folder = at(name);
  cpSync(at(from), folder, { recursive: true });
  const [log] = readdirSync(join(folder, 'records'));
  const path = join(folder, 'records', log);
  writeFileSync(path, change(bytes(path).split('\n')).join('\n'), 'latin1');
  return folder;
}

function flipped(line: string, place: number): string {
  return line.slice(0, place) + String.fromCharCode(line.charCodeAt(place) ^ 1) + line.slice(place + 1);
}

/** What `verify` says of a run, whole or not. */
async function verifiedAgain(run: string): Promise<string> {
  await runHere(['verify', run, '-o', at('verified.json')]);
  return at('verified.json');
}

before(async () => {
  cpSync(join(MODELS, 'nano-xs'), model, { recursive: true });
  writeFileSync(texts, 'One.\nThe king went home to his people and wept a long time.\nNo.\n');
  await done(...ARGS, '-o', undisturbed);
  await done(...ARGS, '--run', at('run'), '-o', at('out.json'));
  await done(...ARGS, '--eps', '0.2', '--run', at('other'), '-o', at('out.json'));
});

test('a record that was flipped, cut, renamed or copied from another run is named, and computed again', async () => {
  const [log] = readdirSync(join(at('run'), 'records'));
  const lines = bytes(join(at('run'), 'records', log)).split('\n');
  const [foreign] = readdirSync(join(at('other'), 'records'));
  const others = bytes(join(at('other'), 'records', foreign)).split('\n');
  const changes: { [name: string]: (line: string, i: number) => string } = {
    flipped: (line) => flipped(line, line.length - 3),
    hash: (line) => flipped(line, 0),
    cut: (line) => line.slice(0, line.length / 2),
    forged: (line) => line.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)),
    renamed: (line) => line.replace(/(\d+) /, (_, last) => `${Number(last) + 1} `),
    foreign: (_, i) => others[i],
  };
  const units = lines.flatMap((line, i) => (UNIT.test(line) ? [i] : []));
  assert.equal(units.length, 8, 'three calls and a head of each model');
  for (const [kind, change] of Object.entries(changes))
    for (const i of [units[0], units[1], units[6]]) {
      const name = `${kind}-${i}`;
      const run = changedRun(name, (all) => all.map((line, j) => (j === i ? change(line, i) : line)));
      assert.notEqual(bytes(join(run, 'records', log)), lines.join('\n'), name);
      const named = new RegExp(
        `^llmgeo: warning: records/${log}, line ${i + 1}: [^\\n]*it does not fit its hash`,
      );
      const merged = await runHere(['merge', run, '-o', at('merged.json')]);
      assert.equal(merged.status, 1, name);
      assert.match(merged.stderr, named, name);
      assert.match(
        merged.stderr,
        /error: the run is not done: (nano-s|checkpoint) (main )?(lacks 1 of 3 units|was not opened)/,
      );
      const verified = await runHere(['verify', run, '-o', at('verified.json')]);
      assert.equal(verified.status, 1);
      assert.deepEqual(
        tableOf(at('verified.json'))
          .rows.filter(({ verdict }) => verdict !== 'ok')
          .map(({ name: line }) => line),
        [`records/${log}, line ${i + 1}`],
      );
      assert.match(await done(...ARGS, '--run', run, '-o', at('again.json')), named, name);
      assert.equal(bytes(at('again.json')), bytes(undisturbed), name);
      const talk = await done('merge', run, '-o', at('again.json'));
      assert.equal(bytes(at('again.json')), bytes(undisturbed), name);
      const { rows } = tableOf(await verifiedAgain(run));
      const isLost = rows.some(({ verdict }) => verdict === 'damaged');
      assert.equal(/warning/.test(talk), isLost, `${name}: ${talk}`);
      if (kind === 'flipped') assert.equal(isLost, false, name);
    }
});

test('a log without its end is gone on with, and no fault', async () => {
  const run = changedRun('torn', (lines) => [...lines.slice(0, 4), lines[4].slice(0, 50)]);
  assert.equal(await done(...ARGS, '--run', run, '-o', at('torn.json')), '');
  assert.equal(bytes(at('torn.json')), bytes(undisturbed));
});

test('merge and status name what is missing, and end with 1; a share is not the whole', async () => {
  const run = at('half');
  await done(...ARGS, '--run', run, '--shard', '1/2');
  const merged = await runHere(['merge', run, '-o', at('half.json')]);
  assert.equal(merged.status, 1);
  assert.match(
    merged.stderr,
    /^llmgeo: error: the run is not done: nano-s main lacks \d of 3 units\n {2}run its command again, /,
  );
  const status = await runHere(['status', run, '-o', at('status.json')]);
  assert.equal(status.status, 1);
  assert.match(status.stderr, /^llmgeo: error: 2 of 2 models are not done\n/);
  for (const row of tableOf(at('status.json')).rows) {
    assert.deepEqual([row.state, row.units, Number(row.done) + Number(row.missing)], ['missing', 3, 3]);
    assert.ok(Number(row.done) > 0 && Number(row.missing) > 0);
  }
  await done(...ARGS, '--run', run, '--shard', '2/2');
  await done('status', run, '-o', at('status.json'));
  const { rows, summary } = tableOf(at('status.json'));
  assert.deepEqual(
    rows.map(({ model: name, revision, state, done: count, missing, why }) => [
      name,
      revision,
      state,
      count,
      missing,
      why,
    ]),
    [
      ['nano-s', 'main', 'done', 3, 0, null],
      ['checkpoint', null, 'done', 3, 0, null],
    ],
  );
  assert.deepEqual(summary, {});
});

test('status says what a worker died of, and why a record is not used again', async () => {
  const end = (line: string) => !/ worker\/[^/ ]+\/end /.test(line);
  const run = changedRun('died', (lines) =>
    lines
      .filter((line, i) => end(line) && i !== lines.length - 3)
      .map((line, i) => (i === 2 ? flipped(line, 40) : line)),
  );
  const { status } = await runHere(['status', run, '-o', at('status.json')]);
  assert.equal(status, 1);
  const { summary } = tableOf(at('status.json')) as Table & {
    summary: { workers: Table['rows']; not_used_again: string[] };
  };
  assert.equal(summary.workers.length, 1);
  assert.equal(summary.workers[0].pid, process.pid);
  assert.match(summary.not_used_again[0], /^records\/.*\.log, line 3: it does not fit its hash/);
});

test('verify is content with what is unchanged, and names changed weights and texts', async () => {
  await done('verify', at('run'), '-o', at('verified.json'));
  assert.ok(tableOf(at('verified.json')).rows.every(({ verdict }) => verdict === 'ok'));
  for (const [file, what] of [
    [join(model, 'model.safetensors'), 'weights'],
    [join(model, 'config.json'), 'config'],
    [texts, 'texts'],
  ]) {
    const whole = readFileSync(file);
    writeFileSync(file, Buffer.concat([whole.subarray(0, -1), Buffer.from(what === 'config' ? ' ' : '!')]));
    const { status, stderr } = await runHere(['verify', at('run'), '-o', at('verified.json')]);
    writeFileSync(file, whole);
    assert.equal(status, 1, what);
    assert.match(stderr, new RegExp(`error: 1 of \\d+ are not what the run says: ${what} `));
  }
});

test('a folder that may only be read is merged, told of and verified', async (t) => {
  const run = at('read-only');
  mkdirSync(run);
  // permissions do not bind root, and its tests may lie where nobody else can read
  const isRoot = process.getuid?.() === 0;
  if (isRoot && spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', run]).status !== 0)
    return t.skip('no tmpfs may be mounted here');
  t.after(() => {
    if (isRoot) spawnSync('umount', [run]);
    else for (const path of [run, join(run, 'records')]) chmodSync(path, 0o755);
  });
  cpSync(at('run'), run, { recursive: true });
  if (isRoot) assert.equal(spawnSync('mount', ['-o', 'remount,ro', run]).status, 0);
  else for (const path of [join(run, 'records'), run]) chmodSync(path, 0o555);
  const before = readdirSync(run, { recursive: true });
  await done('merge', run, '-o', at('read-only.json'));
  await done('status', run, '-o', at('read-only-status.json'));
  await done('verify', run, '-o', at('read-only-verify.json'));
  const { status, stderr } = await runHere([...ARGS, '--run', run, '-o', at('x.json')]);
  assert.equal(status, 2);
  assert.match(stderr, /cannot write --run ".*": .*(EACCES|EROFS)/);
  assert.equal(bytes(at('read-only.json')), bytes(undisturbed));
  assert.deepEqual(readdirSync(run, { recursive: true }), before);
});
