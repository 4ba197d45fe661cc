import { PASS_NAMES } from '../paper/studies.ts';

/** The passes of a run by name: an experiment has one, `reproduce` four. */
export function passNames(command: string): readonly string[] {
  return command === 'reproduce' ? PASS_NAMES : [command];
}
