import type { Answering } from '../../report/terminal/answer.ts';
import { recordLines } from '../../report/terminal/record-lines.ts';
import { isRecord, isRecords, type SummaryRecord } from '../../report/terminal/records.ts';
import { summaryLines } from '../../report/terminal/summary.ts';
import { wrapped } from '../../report/terminal/text.ts';

/** How many rows are as they should be, then the fitted exponents, each in a line of its own. */
export const theoryAnswer: Answering = ({ summary }, caption, page) => {
  const { exponents, holds, fails, as_expected: expected, not_as_expected: others, ...rest } = summary;
  if (!isRecords(exponents)) return { lines: [], rest: summary };
  const lines = exponents.flatMap(({ alpha, ...fits }): SummaryRecord[] =>
    Object.entries(fits).map(([axis, fit]) => ({
      alpha,
      axis: axis.replace('in_', ''),
      ...(isRecord(fit) ? fit : {}),
    })),
  );
  const counts = wrapped(
    `${expected} rows are as they should be, ${others} are not: ${holds} hold, ${fails} fail (errata, theorems without a condition and approximations should)`,
    page.width,
    '  ',
  );
  const facts = summaryLines(rest, caption, page);
  return { lines: [...counts, ...facts, '', ...recordLines('exponents', lines, caption, page)], rest: {} };
};
