import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { shardOf, shardWords } from '../src/run/shards/shard.ts';
import { exampleFolder, examplePath, REAL_LLMGEO } from './support/example-folder.ts';
import { runHere } from './support/run-here.ts';
import { jobsEnded, noSlurm, startSlurm } from './support/slurm.ts';

/** What the tasks of the array wrote to their logs, by the number of the task. */
function logsIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => /^slurm-\d+_\d+\.out$/.test(name));
  const logs: string[] = [];
  for (const name of names)
    logs[Number(/_(\d+)\./.exec(name)![1])] = readFileSync(join(folder, name), 'utf8');
  return logs;
}

/** The lines of a file that the `llmgeo` of a test wrote. */
function linesOf(folder: string, name: string): string[] {
  return readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
}

/** Notes which task it is; those that may succeed later do so when they are run again. */
const SUCCEEDS_LATER = `
if [ "$1" = merge ]; then echo merge >> calls; exit; fi
echo "$SLURM_ARRAY_TASK_ID" >> calls
[ "\${SLURM_RESTART_COUNT:-0}" = 0 ] || exit 0
case "$SLURM_ARRAY_TASK_ID" in
  2) exit 75;; # as where the network is down
  3) # as where the time is nearly up
    trap 'sleep 1; exit 143' TERM
    scancel --batch --signal=USR1 "$SLURM_JOB_ID"
    while :; do sleep 0.1; done;;
esac`;

const NEVER_SUCCEEDS = 'echo "$1 $SLURM_ARRAY_TASK_ID" >> calls; [ "$SLURM_ARRAY_TASK_ID" != 5 ] || exit 2';

const IS_CANCELLED = `
[ "$SLURM_ARRAY_TASK_ID" = 4 ] || exit 0
trap 'echo "ended well" >> ended; exit 143' TERM
scancel "\${SLURM_ARRAY_JOB_ID}_4"
while :; do sleep 0.1; done`;

const NOTES_ENVIRONMENT = `
env | grep ^SLURM_ARRAY_TASK_ > "env-$SLURM_ARRAY_JOB_ID-$SLURM_ARRAY_TASK_ID"
sleep 1
echo "$SLURMD_NODENAME" >> nodes`;

test('slurm.sh on a Slurm of two nodes', { skip: noSlurm }, async (t) => {
  const slurm = await startSlurm();
  t.after(() => slurm.stop());
  const begin = (script: string, arrays: string[] = []) => {
    const { folder, run } = exampleFolder(examplePath('slurm.sh'), script, slurm.env);
    const starts = arrays.map((array) => run('sbatch', [`--array=${array}`, 'slurm.sh']));
    for (const { status, stderr } of starts.length > 0 ? starts : [run('bash', ['slurm.sh'])])
      assert.equal(status, 0, stderr);
    return folder;
  };
  const environments = begin(NOTES_ENVIRONMENT, ['1-8', '3-15:4', '7']);
  const later = begin(SUCCEEDS_LATER);
  const never = begin(NEVER_SUCCEEDS);
  const cancelled = begin(IS_CANCELLED);
  const real = begin(REAL_LLMGEO);
  await jobsEnded(slurm.env);

  await t.test('an array of 8 tasks gives the bytes of one process', async () => {
    const logs = logsIn(real);
    for (let task = 1; task <= 8; task++)
      assert.match(logs[task], new RegExp(`shard ${task} of 8 \\(Slurm array task ${task}\\)`));
    const whole = await runHere(['entropy', '--model', 'nano-xs', '--limit', '12', '--format', 'csv']);
    assert.equal(readFileSync(join(real, 'entropy.csv'), 'utf8'), whole.stdout);
  });

  await t.test('each task reads its own shard from what Slurm really sets, with steps too', () => {
    const said = readdirSync(environments)
      .filter((name) => name.startsWith('env-'))
      .map((name) => linesOf(environments, name).map((line) => line.split('=') as [string, string]))
      .map((variables) => shardWords(shardOf(undefined, Object.fromEntries(variables))!));
    const ofEight = [1, 2, 3, 4, 5, 6, 7, 8].map((task) => `shard ${task} of 8 (Slurm array task ${task})`);
    const ofFour = [3, 7, 11, 15].map((task, index) => `shard ${index + 1} of 4 (Slurm array task ${task})`);
    assert.deepEqual(said.sort(), [...ofEight, ...ofFour, 'shard 1 of 1 (Slurm array task 7)'].sort());
    assert.deepEqual([...new Set(linesOf(environments, 'nodes'))].sort(), ['n1', 'n2']);
  });

  await t.test('a task that may succeed later runs again, and the merge waits for it', () => {
    const calls = linesOf(later, 'calls');
    assert.equal(calls.pop(), 'merge');
    assert.deepEqual(calls.sort(), ['1', '2', '2', '3', '3', '4', '5', '6', '7', '8']);
  });

  await t.test('a task that never succeeds is not run again, and nothing is merged', () => {
    const once = [1, 2, 3, 4, 5, 6, 7, 8].map((task) => `entropy ${task}`);
    assert.deepEqual(linesOf(never, 'calls').sort(), once);
  });

  await t.test('a task that is cancelled ends after its unit, and is not run again', () => {
    assert.deepEqual(linesOf(cancelled, 'ended'), ['ended well']);
  });
});
