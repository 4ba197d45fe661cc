import { InputError } from '../../errors.ts';
import { COUNT_VARIABLE, countFrom, type Place, placesIn } from './shard-env.ts';

/** One of the equal shares that a run is divided into. */
export interface Shard {
  /** From 0 to `count` - 1; people see it from 1. */
  index: number;
  count: number;
  /** Where it was read, in words: "--shard", "Slurm array task 3". */
  from: string;
}

/**
 * The share of a run that this process does; undefined where it does all of it.
 * @param flag value of `--shard`: `i/n` with i from 1 to n; `/n` for the count alone, with the index from the
 *   environment; `none` where the environment is not to be heeded
 * @param env where a Slurm array, a Kubernetes indexed job, an AWS Batch array or GNU parallel say which task this
 *   is; `LLMGEO_SHARDS` is the count for those that tell only the index
 * @throws InputError where a value makes no sense, an index has no count, or two engines tell an index
 */
export function shardOf(flag: string | undefined, env: NodeJS.ProcessEnv): Shard | undefined {
  if (flag === 'none') return undefined;
  if (flag === undefined) return shardIn(env, countFrom(env), COUNT_VARIABLE);
  const { shard, count } = parsed(flag);
  if (shard !== undefined) return { index: shard - 1, count, from: '--shard' };
  const found = shardIn(env, count, '--shard');
  if (found) return found;
  throw new InputError(
    `--shard ${flag} gives the count alone, and no index is in the environment`,
    `give the index too: --shard 1${flag} for the first of them`,
  );
}

/** What a user reads of it: "shard 3 of 8 (Slurm array task 3)". */
export function shardWords({ index, count, from }: Shard): string {
  return `shard ${index + 1} of ${count} (${from})`;
}

function parsed(flag: string): { shard?: number; count: number } {
  const parts = /^(\d+)?\/(\d+)$/.exec(flag);
  const shard = parts?.[1] === undefined ? undefined : Number(parts[1]);
  const count = Number(parts?.[2] ?? 0);
  const inRange = shard === undefined || (shard >= 1 && shard <= count);
  if (count >= 1 && Number.isSafeInteger(count) && inRange) return { shard, count };
  throw new InputError(
    `--shard ${JSON.stringify(flag)} is no share of a run`,
    'give i/n, with i from 1 to n, such as 3/8; /8 where the environment has the index; or none',
  );
}

/** The share that the environment tells; `asked` is the count that `asker` gave. */
function shardIn(env: NodeJS.ProcessEnv, asked: number | undefined, asker: string): Shard | undefined {
  // GNU parallel numbers any commands: without a count they are not shares of one run
  const places = placesIn(env).filter(({ optional }) => asked !== undefined || !optional);
  if (places.length === 0) return undefined;
  if (places.length > 1)
    throw new InputError(
      `${places.map(({ variable }) => variable).join(' and ')} both say which shard this is`,
      'say which with --shard i/n, or --shard none to do all of it',
    );
  return placed(places[0], asked, asker);
}

function placed(place: Place, asked: number | undefined, asker: string): Shard {
  const { index, from, variable } = place;
  const count = place.count ?? asked;
  if (count === undefined)
    throw new InputError(
      `${variable} says which shard this is, but not of how many`,
      `give the count with --shard /8 or ${COUNT_VARIABLE}=8, or --shard none to do all of it`,
    );
  if (asked !== undefined && asked !== count)
    throw new InputError(
      `${asker} says ${asked} shards, but the ${from} is one of ${count}`,
      `leave out the count, or say which shard this is: --shard i/${asked}`,
    );
  if (index >= count)
    throw new InputError(
      `${variable}=${place.value} is beyond ${count} shard${count === 1 ? '' : 's'}`,
      'give as many shards as there are tasks, or say which shard this is: --shard i/n',
    );
  return { index, count, from };
}
