import { type Progress, type ProgressOptions, startProgress } from './progress.ts';
import { note, warn } from './talk.ts';

const HIDDEN: Progress = { update() {}, stop() {} };

/** Tells on stderr what happens during a run. */
export function terminalTalk(showsProgress: boolean) {
  return {
    note,
    warn,
    progress: (options: ProgressOptions) => (showsProgress ? startProgress(options) : HIDDEN),
  };
}
