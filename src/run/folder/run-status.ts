import { hostname } from 'node:os';
import type { Row } from '../../report/result.ts';
import { unitsOf } from '../head.ts';
import type { KnownModel, RunReader } from './read-run.ts';

/** How far a run is. */
export interface RunStatus {
  /** Of every model in every pass. */
  models: Row[];
  /** Processes that have not said that they are done. */
  workers: { [key: string]: string | number | null }[];
  /** Records that are not used again, and why. */
  faults: string[];
}

type Began = { host: string; pid: number; started: number; index: number | null; count: number | null };
type Ended = { end: string; at: number };

/**
 * What is done, running, failed and missing.
 * @param now in ms since 1970
 */
export async function statusOf(
  reader: RunReader,
  passes: readonly string[],
  now: number,
): Promise<RunStatus> {
  const workers = await workersOf(reader);
  const failure = workers.find(({ end }) => end !== null && end !== 'done')?.end ?? null;
  const isRunning = workers.some(({ state }) => state === 'running');
  const models: Row[] = [];
  for (const pass of passes)
    for (const known of await reader.models(pass))
      models.push(rowOf(reader, pass, known, { isRunning, failure }));
  return {
    models,
    workers: workers
      .filter(({ end }) => end !== 'done')
      .map(({ began, state, end }) => ({
        host: began.host,
        pid: began.pid,
        shard: began.index === null ? null : `${began.index + 1}/${began.count}`,
        minutes: Math.round((now - began.started) / 60_000),
        state,
        ...(end !== null && { said: end }),
      })),
    faults: reader.lost.map(({ file, line, reason }) => `${file}, line ${line}: ${reason}`),
  };
}

function rowOf(
  reader: RunReader,
  pass: string,
  { model, variant, kept }: KnownModel,
  { isRunning, failure }: { isRunning: boolean; failure: string | null },
): Row {
  const { models, revisions } = reader.description;
  const waiting = isRunning ? 'running' : failure === null ? 'missing' : 'failed';
  if (kept === undefined)
    return {
      pass,
      model: String(models[model]),
      revision: revisions[variant] === undefined ? null : String(revisions[variant]),
      weights: null,
      state: waiting,
      units: null,
      done: 0,
      missing: null,
      why: isRunning ? 'not opened yet' : (failure ?? 'no process has opened it'),
    };
  const { head } = kept;
  const units = unitsOf(head).length;
  const missing = reader.missing(kept).length;
  return {
    pass,
    model: head.model.identity.model,
    revision: head.model.identity.revision,
    weights: head.seed === null ? 'trained' : `untrained, seed ${head.seed}`,
    state: missing === 0 ? 'done' : waiting,
    units,
    done: units - missing,
    missing,
    why: missing === 0 || isRunning ? null : (failure ?? 'no process is at work on it'),
  };
}

async function workersOf(reader: RunReader) {
  const keys = [...reader.keys].filter((key) => /^worker\/[^/]+$/.test(key)).sort();
  const workers = [];
  for (const key of keys) {
    const began = (await reader.get(key)) as Began;
    const ended = (await reader.get(`${key}/end`)) as Ended | undefined;
    const end = ended?.end ?? null;
    workers.push({ began, end, state: end === null ? stateOf(began) : 'ended' });
  }
  return workers;
}

/** Of processes on other machines nothing is known but that they have not ended. */
function stateOf({ host, pid }: Began): 'running' | 'gone' | 'unknown' {
  if (host !== hostname()) return 'unknown';
  try {
    process.kill(pid, 0);
    return 'running';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'running' : 'gone';
  }
}
