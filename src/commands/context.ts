import { terminalTalk } from '../io/terminal-talk.ts';
import type { RunContext } from '../run/context.ts';
import { interruption } from './interruption.ts';
import { type SharedFlags, showsProgress } from './shared-flags.ts';

/** Who watches a run that a command starts: this process's signals, and stderr. */
export function contextOf(flags: Pick<SharedFlags, 'progress' | 'quiet'>): RunContext {
  return { signal: interruption.signal, talk: terminalTalk(showsProgress(flags)) };
}
