import type { Result } from '../report/result.ts';
import type { Answering } from '../report/terminal/answer.ts';
import { entropyAnswer } from './entropy/answer.ts';
import { infogainAnswer } from './infogain/answer.ts';
import { lassoAnswer } from './lasso/answer.ts';
import { separationAnswer } from './separation-answer.ts';
import { theoryAnswer } from './theory/answer.ts';

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
