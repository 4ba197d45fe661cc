import { recordLines } from '../record-lines.ts';
import { isRecord, isRecords, type SummaryRecord } from '../records.ts';
import { summaryLines } from '../summary.ts';
import type { Answering } from './answer.ts';

/** The counts of rows that hold and fail, then the fitted exponents, each in a line of its own. */
export const theoryAnswer: Answering = ({ summary }, caption, page) => {
  const { exponents, ...rest } = summary;
  if (!isRecords(exponents)) return { lines: [], rest: summary };
  const lines = exponents.flatMap(({ alpha, ...fits }): SummaryRecord[] =>
    Object.entries(fits).map(([axis, fit]) => ({
      alpha,
      axis: axis.replace('in_', ''),
      ...(isRecord(fit) ? fit : {}),
    })),
  );
  const counts = summaryLines(rest, caption, page);
  return { lines: [...counts, '', ...recordLines('exponents', lines, caption, page)], rest: {} };
};
