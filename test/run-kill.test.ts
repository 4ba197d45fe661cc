import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, renameSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { seededRandom } from '../src/random.ts';
import { emptyFolder } from './support/cli.ts';
import { useModelsAtRevisions } from './support/run-hub.ts';
import { KilledRun } from './support/run-kill.ts';

/** So many processes are killed at least; every night 300. */
const KILLS = Number(process.env.KILLS ?? 30);
/** Makes the same moments again, as far as the machine does. */
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 2 ** 31);

const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;
/** Room for run.json and some of the records, in bytes. */
const SMALL_DISK = 16 * 1024;

/** A process that lives a day ago. */
const YESTERDAY = `--import=data:text/javascript,${encodeURIComponent(
  'const D = Date, day = 864e5; globalThis.Date = class extends D { constructor(...a) { a.length ? super(...a) : super(D.now() - day) } static now() { return D.now() - day } }',
)}`;

const FOUR = ['1/4', '2/4', '3/4', '4/4'].map((shard) => ['--shard', shard]);

/** What befalls a run in one folder; each ends with the bytes of an undisturbed process. */
const FAULTS: { [name: string]: (run: KilledRun, folder: string) => Promise<void> } = {
  async 'one worker'(run, folder) {
    do await run.disturb(folder, [[]]);
    while (run.chance(0.5));
    await run.resume(folder);
  },
  async 'four shares of one folder, merged'(run, folder) {
    do await run.disturb(folder, FOUR);
    while (run.chance(0.3));
    for (const shard of FOUR) await run.finish([...shard, '--run', folder]);
    await run.merge(folder);
  },
  async 'four workers without shares'(run, folder) {
    await run.disturb(folder, [[], [], [], []]);
    await run.resume(folder);
    await run.merge(folder);
  },
  async 'two workers on one share'(run, folder) {
    const [first, second] = [
      ['--shard', '1/2'],
      ['--shard', '2/2'],
    ];
    await run.disturb(folder, [first, first, second]);
    for (const shard of [first, second]) await run.finish([...shard, '--run', folder]);
    await run.merge(folder);
  },
  async 'a folder for each share'(run, folder) {
    const shards = ['1/2', '2/2'].map((shard, i) => ({ args: ['--shard', shard], at: `${folder}-${i}` }));
    await Promise.all(shards.map(({ args, at }) => run.disturb(at, [args])));
    for (const { args, at } of shards) await run.finish([...args, '--run', at]);
    await run.merge(...shards.map(({ at }) => at));
  },
  async 'a clock set back'(run, folder) {
    await run.disturb(folder, [[]]);
    await run.disturb(folder, [[]], { nodeOptions: YESTERDAY });
    for (const [i, name] of logsOf(folder).entries()) {
      const path = join(folder, 'records', name);
      utimesSync(path, i * 1e9, i * 1e9);
      renameSync(path, path.replace(/\d{4}(?=\d+T[^/]*$)/, i % 2 === 0 ? '2099' : '1970'));
    }
    await run.resume(folder);
  },
};

/** Why a disk cannot be filled, or a user not be kept from writing; false where it can. */
const noRoot = !isRoot && 'root alone can mount a small disk and be somebody else';

/** Faults for which one must be root. */
const ROOT_FAULTS: typeof FAULTS = {
  async 'a full disk'(run, folder) {
    mkdirSync(folder);
    mount(folder, `size=${SMALL_DISK}`);
    try {
      const at = join(folder, 'run');
      await run.disturb(at, [[], []]);
      const { status, stderr } = await run.alone(['--run', at]);
      assert.equal(status, 75, stderr);
      assert.match(stderr, /ENOSPC[^\n]*\n {2}free some space and give the same command again/);
      mount(folder, 'remount,size=16m');
      await run.resume(at);
    } finally {
      spawnSync('umount', ['-l', folder]);
    }
  },
  async 'a folder that may not be written for a while'(run, folder) {
    mkdirSync(folder);
    chownSync(folder, NOBODY, NOBODY);
    const at = join(folder, 'run');
    const nobody = { uid: NOBODY };
    await run.disturb(at, [[]], nobody);
    const locked = [at, join(at, 'records')].filter((path) => chmodIfThere(path, 0o555));
    if (locked.length > 0) {
      const { status, stderr } = await run.alone(['--run', at], nobody);
      assert.equal(status, 2, stderr);
      assert.match(stderr, /^llmgeo: error: cannot write --run "[^\n]*EACCES/);
    }
    for (const path of locked) chmodIfThere(path, 0o755);
    await run.disturb(at, [[]], nobody);
    await run.resume(at);
  },
};

function mount(folder: string, options: string): void {
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  assert.equal(status, 0, String(stderr));
}

function logsOf(folder: string): string[] {
  try {
    return readdirSync(join(folder, 'records'));
  } catch {
    return []; // killed before there were any
  }
}

function chmodIfThere(path: string, mode: number): boolean {
  try {
    chmodSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

test(`after kill -9 at ${KILLS} random moments come the bytes of one undisturbed process`, async (t) => {
  const random = seededRandom(SEED);
  const faults = Object.entries({ ...FAULTS, ...(noRoot ? {} : ROOT_FAULTS) });
  if (noRoot) t.diagnostic(`left out ${Object.keys(ROOT_FAULTS).join(', ')}: ${noRoot}`);
  const root = emptyFolder();
  chmodSync(root, 0o755);
  useModelsAtRevisions(join(root, 'hub'));
  const runs = ['entropy', 'distance'].map((name) => new KilledRun(join(root, name), name, random));
  for (const run of runs) await run.begin();
  const killed = (what: 'all' | 'atWork') => runs.reduce((sum, run) => sum + run.killed[what], 0);
  let next = 0;
  const lane = async () => {
    while (killed('all') < KILLS || next < faults.length) {
      const turn = next++;
      const [name, fault] = faults[turn % faults.length];
      const run = runs[Math.floor(turn / 2) % 4 === 3 ? 1 : 0];
      await fault(run, join(run.root, `${turn}`)).catch((error: Error) => {
        throw new Error(`${name} (KILL_SEED=${SEED}): ${error.message}`, { cause: error });
      });
    }
  };
  await Promise.all([lane(), lane()]);
  t.diagnostic(`${next} runs, ${killed('all')} kills, ${killed('atWork')} of them with a log begun`);
});
