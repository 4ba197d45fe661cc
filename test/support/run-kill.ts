import assert from 'node:assert/strict';
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BIN } from './cli.ts';
import { type Ended, runHere } from './run-here.ts';
import { TWO_BY_TWO } from './run-hub.ts';

/** As much longer than alone a process may take beside others: kills are spread over so long. */
const SLOWER = 1.1;

/** How processes are started. */
export interface Starting {
  uid?: number;
  nodeOptions?: string;
}

/** One run of two models at two revisions over 40 short texts, of which each is a call of its own. */
export class KilledRun {
  /** How many processes were killed, and how many of them had begun a log. */
  readonly killed = { all: 0, atWork: 0 };
  readonly root: string;
  private readonly args: string[];
  private readonly random: () => number;
  private duration = 0;
  private undisturbed = '';

  constructor(root: string, experiment: string, random: () => number) {
    this.root = root;
    this.random = random;
    mkdirSync(root);
    const texts = join(root, 'texts.txt');
    writeFileSync(texts, Array.from({ length: 40 }, (_, i) => textOf(i)).join('\n'));
    this.args = [experiment, ...TWO_BY_TWO, '--file', texts, '--threads', '1', '--quiet'];
  }

  /** Runs it undisturbed, without a run folder: its bytes are what all others must come to. */
  async begin(): Promise<void> {
    const started = performance.now();
    const output = join(this.root, 'undisturbed.json');
    assert.deepEqual(await this.alone(['-o', output]), { status: 0, stderr: '' });
    this.duration = performance.now() - started;
    this.undisturbed = readFileSync(output, 'latin1');
  }

  /** Starts processes at once, each with its own arguments, and kills each at a random moment where it still runs then. */
  async disturb(folder: string, each: string[][], starting?: Starting): Promise<void> {
    const longest = this.duration * SLOWER * Math.max(1, each.length / 2);
    await Promise.all(
      each.map(async (args) => {
        const child = this.start([...args, '--run', folder], starting);
        const closed = once(child, 'close');
        await Promise.race([delay(this.random() * longest), closed]);
        if (child.exitCode === null && child.kill('SIGKILL')) this.count(folder, child);
        await closed;
      }),
    );
  }

  /** Runs the command to its end, in a process of its own. */
  async alone(args: string[], starting?: Starting): Promise<Pick<Ended, 'status' | 'stderr'>> {
    const child = this.start(args, starting);
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (piece) => {
      stderr += piece;
    });
    const [status] = await once(child, 'close');
    return { status, stderr };
  }

  /** Runs the command to its end in this process, which has been started already. */
  async finish(args: string[]): Promise<void> {
    await here(...this.args, ...args);
  }

  /** Goes on with a run folder to its end, as one process. */
  async resume(folder: string): Promise<void> {
    await this.same(folder, (output) => this.finish(['--run', folder, '-o', output]));
  }

  /** Merges run folders. */
  async merge(...folders: string[]): Promise<void> {
    await this.same(folders[0], (output) => here('merge', ...folders, '-o', output));
  }

  /** True once, with this chance. */
  chance(share: number): boolean {
    return this.random() < share;
  }

  private async same(folder: string, work: (output: string) => Promise<void>): Promise<void> {
    const output = `${folder}.json`;
    await work(output);
    assert.ok(readFileSync(output, 'latin1') === this.undisturbed, `${folder}: other bytes in ${output}`);
  }

  private start(args: string[], { uid, nodeOptions }: Starting = {}): ChildProcess {
    const env = { ...process.env, ...(nodeOptions && { NODE_OPTIONS: nodeOptions }) };
    const options: SpawnOptions = { env, stdio: ['ignore', 'ignore', 'pipe'], uid };
    return spawn(process.execPath, [BIN, ...this.args, ...args], options);
  }

  private count(folder: string, { pid }: ChildProcess): void {
    const logs = join(folder, 'records');
    this.killed.all += 1;
    if (existsSync(logs) && readdirSync(logs).some((name) => name.split('-')[1] === String(pid)))
      this.killed.atWork += 1;
  }
}

/** Short and long ones by turns do not share a call. */
function textOf(i: number): string {
  return i % 2 === 0 ? `No ${i}.` : `The king went home to his people with ${i} horses and wept a long time.`;
}

/** One command in this process, which must succeed without a word. */
async function here(...args: string[]): Promise<void> {
  assert.deepEqual(await runHere(args), { status: 0, stdout: '', stderr: '' }, args.join(' '));
}
