import { Writable } from 'node:stream';
import { exitCodeOf, runLine, tellOfFailure } from '../../src/commands/run-line.ts';
import { emptyFolder } from './cli.ts';

/** What came of a command line. */
export interface Ended {
  status: number;
  stdout: string;
  stderr: string;
}

/** A stream that keeps what is written to it. */
class Recorder extends Writable {
  private readonly chunks: Buffer[] = [];

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a command line in this process, as `llmgeo` of ./cli.ts does in one of its own, which takes many times as long: in
 * an empty home, without network. One runs at a time; stdin is that of the tests, which is silent.
 * @param env what else is set in the environment
 */
export function runHere(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const run = last.then(() => recorded(args, env));
  last = run.catch(() => {});
  return run;
}

/** Runs a command line that must succeed; returns what it said on stderr. */
export async function done(...args: string[]): Promise<string> {
  const { status, stderr } = await runHere(args);
  if (status !== 0) throw new Error(`llmgeo ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stderr;
}

async function recorded(args: string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const [stdout, stderr] = [new Recorder(), new Recorder()];
  const putBack = [
    replaced('stdout', stdout),
    replaced('stderr', stderr),
    withEnv({ HOME: emptyFolder(), HF_HUB_OFFLINE: '1', XDG_CACHE_HOME: '', ...env }),
  ];
  try {
    const failure = await runLine(args);
    if (failure !== null) tellOfFailure(failure);
    return {
      status: failure === null ? 0 : exitCodeOf(failure),
      stdout: stdout.text,
      stderr: stderr.text,
    };
  } finally {
    for (const back of putBack) back();
  }
}

/** The reports of the tests go on to the stream that they were given at first. */
function replaced(name: 'stdout' | 'stderr', value: Writable): () => void {
  const before = Object.getOwnPropertyDescriptor(process, name)!;
  Object.defineProperty(process, name, { ...before, get: () => value });
  return () => Object.defineProperty(process, name, before);
}

/** Sets variables, or takes away what is undefined. */
function withEnv(wanted: NodeJS.ProcessEnv): () => void {
  const before = Object.fromEntries(Object.keys(wanted).map((name) => [name, process.env[name]]));
  set(wanted);
  return () => set(before);
}

function set(wanted: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(wanted))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
}
