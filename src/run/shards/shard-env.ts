import { InputError } from '../../errors.ts';

/** The environment variable that tells how many shards there are, for engines that number their tasks only. */
export const COUNT_VARIABLE = 'LLMGEO_SHARDS';

/** Which of its tasks an engine says this process is. */
export interface Place {
  /** The variable that told it, and its value there. */
  variable: string;
  value: number;
  /** From 0 up. */
  index: number;
  /** How many tasks there are, where the engine says. */
  count?: number;
  /** In words. */
  from: string;
  /** True where the number alone does not mean that a run is being shared. */
  optional?: boolean;
}

/**
 * What the engines in the environment tell, each on its own.
 * @throws InputError where a variable of theirs is malformed
 */
export function placesIn(env: NodeJS.ProcessEnv): Place[] {
  return [slurmArray, kubernetesJob, awsBatchArray, gnuParallel].flatMap((engine) => engine(env) ?? []);
}

/** The count of shards that the user put into the environment. */
export function countFrom(env: NodeJS.ProcessEnv): number | undefined {
  return numberIn(env, COUNT_VARIABLE, 1);
}

/** Tasks may begin anywhere and leave even gaps: `--array=1-15:2` has 1, 3, ..., 15, which are shards 0 to 7. */
function slurmArray(env: NodeJS.ProcessEnv): Place | undefined {
  const variable = 'SLURM_ARRAY_TASK_ID';
  const id = numberIn(env, variable, 0);
  if (id === undefined) return undefined;
  const least = numberIn(env, 'SLURM_ARRAY_TASK_MIN', 0) ?? Number.NaN;
  const most = numberIn(env, 'SLURM_ARRAY_TASK_MAX', 0);
  const step = numberIn(env, 'SLURM_ARRAY_TASK_STEP', 1) ?? 1;
  const spanned = most === undefined ? undefined : Math.floor((most - least) / step) + 1;
  const count = numberIn(env, 'SLURM_ARRAY_TASK_COUNT', 1) ?? spanned;
  const index = (id - least) / step;
  // Slurm says step 1 of a list such as --array=1,3,7
  if (Number.isInteger(index) && index >= 0 && count === (spanned ?? count))
    return { variable, value: id, index, count, from: `Slurm array task ${id}` };
  const tasks = `from ${env.SLURM_ARRAY_TASK_MIN} to ${env.SLURM_ARRAY_TASK_MAX} in steps of ${step}`;
  throw new InputError(
    `${variable}=${id}: its array has ${count} tasks, and they are not those ${tasks}`,
    'number the tasks evenly, as in --array=1-8, or say --shard $SLURM_ARRAY_TASK_ID/8, or --shard none for all',
  );
}

function kubernetesJob(env: NodeJS.ProcessEnv): Place | undefined {
  const variable = 'JOB_COMPLETION_INDEX';
  const index = numberIn(env, variable, 0);
  return index === undefined
    ? undefined
    : { variable, value: index, index, from: `Kubernetes completion index ${index}` };
}

function awsBatchArray(env: NodeJS.ProcessEnv): Place | undefined {
  const variable = 'AWS_BATCH_JOB_ARRAY_INDEX';
  const index = numberIn(env, variable, 0);
  if (index === undefined) return undefined;
  const count = numberIn(env, 'AWS_BATCH_JOB_ARRAY_SIZE', 1);
  return { variable, value: index, index, count, from: `AWS Batch array index ${index}` };
}

function gnuParallel(env: NodeJS.ProcessEnv): Place | undefined {
  const variable = 'PARALLEL_SEQ';
  const job = numberIn(env, variable, 1);
  return job === undefined
    ? undefined
    : { variable, value: job, index: job - 1, from: `GNU parallel job ${job}`, optional: true };
}

/** A whole number in the environment; an empty variable counts as none. */
function numberIn(env: NodeJS.ProcessEnv, variable: string, least: number): number | undefined {
  const value = env[variable];
  if (!value) return undefined;
  const number = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(number) && number >= least) return number;
  throw new InputError(
    `${variable}=${JSON.stringify(value)} is not a whole number from ${least} up`,
    'correct it, say which shard this is with --shard i/n, or --shard none to do all of it',
  );
}
