import { fstatSync, readFileSync, readSync, type Stats } from 'node:fs';
import { InputError } from '../errors.ts';

/** As far as it is used here: the types of Node 20 have none. */
declare const WebAssembly: { Memory: new (size: { initial: number }) => Memory };
type Memory = { readonly buffer: ArrayBuffer };

/** Whether a default text stands in for one that was not given, and nobody has looked at stdin a second time. */
let watched = false;

/**
 * Refuses to go on with a default text while stdin holds bytes that nobody asked for; a silent pipe is not waited for.
 * What is there is left there: it may be the rest of a surrounding loop's list, or of a script.
 * @throws InputError where stdin is a pipe that holds bytes, or a file that nobody has read from
 */
export async function refuseUnreadStdin(): Promise<void> {
  await refuse();
  watched = true;
}

/** Looks once more, after the time that a model takes to load: who writes the pipe may have begun late. */
export async function lookAgainAtStdin(): Promise<void> {
  if (!watched) return;
  watched = false;
  await refuse();
}

async function refuse(): Promise<void> {
  if (await holdsBytes())
    throw new InputError(
      'stdin holds bytes, and no text is asked for',
      'add - to read it, or < /dev/null to run without a text',
    );
}

async function holdsBytes(): Promise<boolean> {
  const stdin = statOfStdin();
  if (stdin?.isFile()) return stdin.size > 0 && position() === 0;
  if (!stdin?.isFIFO() && !stdin?.isSocket()) return false;
  const state = await poll().catch(() => 'silent');
  // A socket that was closed may still hold bytes, and poll does not tell; the reading waits for nobody then.
  if (state === 'closed' && stdin.isSocket()) return readSync(0, Buffer.alloc(1)) > 0;
  return state === 'readable';
}

function statOfStdin(): Stats | undefined {
  try {
    return fstatSync(0);
  } catch {
    return undefined; // closed
  }
}

/** How far a file has been read, where the system says so (Linux): a loop has read at least its first line. */
function position(): number | undefined {
  try {
    return Number(/^pos:\s*(\d+)/m.exec(readFileSync('/proc/self/fdinfo/0', 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

/** Where the arguments and results of `poll_oneoff` lie in its memory, by the layouts of WASI preview 1. */
const [SUBSCRIPTIONS, EVENTS, COUNT] = [0, 128, 256];
const SUBSCRIPTION_BYTES = 48;
const [CLOCK, FD_READ] = [0, 1];
const LONGEST_WAIT_NS = 2_000_000n;

/**
 * poll(2) on fd 0, which takes nothing from it: Node has it only in WASI. Waits 2 ms at most, since a time of 0 has
 * passed before the descriptor is looked at.
 */
async function poll(): Promise<'silent' | 'readable' | 'closed'> {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { poll_oneoff } = await wasiImports(memory);
  const view = new DataView(memory.buffer);
  view.setUint8(SUBSCRIPTIONS + 8, FD_READ); // of fd 0, which the zeros after it say
  const clock = SUBSCRIPTIONS + SUBSCRIPTION_BYTES;
  view.setUint8(clock + 8, CLOCK);
  view.setUint32(clock + 16, 1, true); // monotonic
  view.setBigUint64(clock + 24, LONGEST_WAIT_NS, true);
  if (poll_oneoff(SUBSCRIPTIONS, EVENTS, 2, COUNT) !== 0) return 'silent';
  if (view.getUint8(EVENTS + 10) !== FD_READ) return 'silent';
  return view.getUint16(EVENTS + 24, true) === 0 ? 'readable' : 'closed';
}

type Imports = { poll_oneoff(subscriptions: number, events: number, n: number, count: number): number };

/** Node calls WASI experimental on stderr; what is used of it here has been the same since preview 1. */
async function wasiImports(memory: Memory): Promise<Imports> {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    const { WASI } = await import('node:wasi');
    const wasi = new WASI({ version: 'preview1' });
    wasi.initialize({ exports: { memory } });
    return wasi.wasiImport as Imports;
  } finally {
    process.emitWarning = emitWarning;
  }
}
