import progress from 'cli-progress';
import { canRedraw, type Environment } from '../report/terminal/page.ts';
import { cut } from '../report/terminal/text.ts';
import { escapeControls } from '../report/visible.ts';
import { setClearLine } from './talk.ts';

/** What is being counted; bytes are shown as MB. */
export type ProgressUnit = 'bytes' | 'texts' | 'tokens' | 'layers' | 'checks' | 'parts' | 'steps' | 'seconds';

/** What is shown of work that may take long. */
export interface ProgressOptions {
  /** What is going on: "nano-l", "model.safetensors". */
  label: string;
  /** How much there is to do, in `unit`. */
  total: number;
  unit: ProgressUnit;
}

/** What may change on the way. */
export interface ProgressNow {
  label?: string;
  total?: number;
  /** What else is counted, where there is room: "12/40 units, 1.2 MB". */
  detail?: string;
}

/** Progress that is being shown. */
export interface Progress {
  /** Says how much is done, in `unit`, and what else has changed. */
  update(done: number, now?: ProgressNow): void;
  /** Clears the bar. Call it on every way out; a second call does nothing. */
  stop(): void;
}

/** The part of process.stderr that progress needs. */
export interface TalkStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): boolean;
}

/** Work that ends sooner shows no progress at all. */
const FIRST_DRAW_MS = 1000;
/** Where stderr is a log file, one line in this time is enough. */
const PLAIN_LINE_MS = 10_000;
/** From here on all of a bar has room: a line that is broken by the terminal cannot be drawn over. */
const WIDE = 80;
/** From here on a bar has room for its detail. */
const ROOMY = 120;
const FORMAT = '{label} {bar} {percentage}% {count} ETA {eta_formatted}';
const NARROW_FORMAT = '{label} {percentage}% {count}';

/**
 * Shows progress on stderr: a bar with the time left on a terminal, elsewhere (and under `CI` and
 * `TERM=dumb`) a plain line every 10 s.
 * Nothing is drawn in the first second. Never throws.
 */
export function startProgress(
  options: ProgressOptions,
  stream: TalkStream = process.stderr,
  env: Environment = process.env,
): Progress {
  return stream.isTTY && canRedraw(env) ? startBar(options, stream) : startLines(options, stream);
}

function startBar({ label, total: first, unit }: ProgressOptions, stream: TalkStream): Progress {
  let total = first;
  const isRoomy = (stream.columns ?? 0) >= ROOMY;
  const isNarrow = (stream.columns ?? 0) > 0 && stream.columns! < WIDE;
  const bar = new progress.SingleBar(
    {
      stream: withoutCursorSaving(stream),
      format: isNarrow ? NARROW_FORMAT : FORMAT,
      formatTime,
      clearOnComplete: true,
      // The terminal is left as it is (cursor, wrapping) and signals belong to the command line, so that an
      // interruption has nothing to repair beyond the line itself.
      hideCursor: false,
      linewrap: true,
      gracefulExit: false,
      forceRedraw: true,
      barsize: 20,
    },
    progress.Presets.shades_classic,
  );
  let done = 0;
  let current = label;
  let detail = '';
  const payload = () => ({
    label: shortened(current, isNarrow ? 12 : 24),
    count: countOf(done, total, unit) + (detail !== '' && isRoomy ? `, ${detail}` : ''),
  });
  const timer = setTimeout(() => {
    bar.start(total, done, payload());
    setClearLine(() => stream.write('\r\x1b[K'));
  }, FIRST_DRAW_MS);
  timer.unref();
  return {
    update(nowDone, now = {}) {
      done = nowDone;
      current = now.label ?? current;
      detail = now.detail ?? detail;
      total = now.total ?? total;
      bar.setTotal(total);
      bar.update(done, payload());
    },
    stop() {
      clearTimeout(timer);
      bar.stop();
      setClearLine(() => {});
    },
  };
}

/** The library saves the cursor's position and later returns to it, over any message printed meanwhile. */
function withoutCursorSaving(stream: TalkStream): NodeJS.WritableStream {
  const forwarded = {
    isTTY: true,
    get columns() {
      return stream.columns;
    },
    write: (text: string) => text === '\x1b7' || text === '\x1b8' || stream.write(text),
  };
  return forwarded as unknown as NodeJS.WritableStream;
}

function startLines({ label, total, unit }: ProgressOptions, stream: TalkStream): Progress {
  let last = performance.now();
  let stopped = false;
  return {
    update(done, now = {}) {
      label = now.label ?? label;
      total = now.total ?? total;
      if (stopped || performance.now() - last < PLAIN_LINE_MS) return;
      last = performance.now();
      stream.write(
        `llmgeo: ${escapeControls(label)}: ${countOf(done, total, unit)}${now.detail ? `, ${now.detail}` : ''}\n`,
      );
    },
    stop() {
      stopped = true;
    },
  };
}

function shortened(label: string, most: number): string {
  return cut(escapeControls(label), most, '…');
}

/** The time left is not known until a step is done, and after a long one. */
function formatTime(...[seconds, options, multiple]: Parameters<progress.TimeFormatter>): string {
  return Number.isFinite(seconds) ? progress.Format.TimeFormat(seconds, options, multiple) : '?';
}

function countOf(done: number, total: number, unit: ProgressUnit): string {
  if (unit !== 'bytes') return `${done}/${total} ${unit}`;
  return `${(done / 1e6).toFixed(1)}/${(total / 1e6).toFixed(1)} MB`;
}
