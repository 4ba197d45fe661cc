import type { Result } from '../../result.ts';
import type { Answering } from './answer.ts';
import { entropyAnswer } from './entropy.ts';
import { infogainAnswer } from './infogain.ts';
import { lassoAnswer } from './lasso.ts';
import { separationAnswer } from './separation.ts';
import { theoryAnswer } from './theory.ts';

const ANSWERS: Record<string, Answering> = {
  distance: separationAnswer,
  embed: separationAnswer,
  entropy: entropyAnswer,
  infogain: infogainAnswer,
  lasso: lassoAnswer,
  theory: theoryAnswer,
};

/** How the result of a command is summed up; most summaries speak for themselves. */
export function answeringOf({ meta: { command } }: Result): Answering {
  const isKnown = typeof command === 'string' && Object.hasOwn(ANSWERS, command);
  return isKnown ? ANSWERS[command] : ({ summary }) => ({ lines: [], rest: summary });
}
