import { main } from '../../src/cli.ts';

for (const emitter of [process, process.stdout, process.stderr]) emitter.setMaxListeners(0);
process.env.HF_HUB_OFFLINE = '1';

/** What a command left: its exit code, and what it said. */
export interface Left {
  status: number;
  stderr: string;
}

/**
 * Runs one command of the command line in this process, since most of a short one's time is its start. Its output must
 * go to a file, for stdout is the test runner's.
 */
export async function command(...args: string[]): Promise<Left> {
  let stderr = '';
  const { write } = process.stderr;
  process.stderr.write = ((chunk: string | Uint8Array) => {
    stderr += String(chunk);
    return true;
  }) as typeof write;
  try {
    process.exitCode = 0;
    await main(args);
    return { status: Number(process.exitCode), stderr };
  } finally {
    process.stderr.write = write;
    process.exitCode = 0;
  }
}

/** Runs one command that must succeed; returns what it said. */
export async function done(...args: string[]): Promise<string> {
  const { status, stderr } = await command(...args);
  if (status !== 0) throw new Error(`llmgeo ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stderr;
}
