import type { Answering } from '../../report/terminal/answer.ts';
import type { Page } from '../../report/terminal/page.ts';
import { recordLines } from '../../report/terminal/record-lines.ts';
import { isRecords, type SummaryRecord } from '../../report/terminal/records.ts';
import { shownAlone } from '../../report/terminal/shown.ts';
import { wrapped } from '../../report/terminal/text.ts';

/** What the sentences say. */
const SAID = ['slope', 'low', 'high', 'r2', 'null_rank', 'null_slope', 'null_r2'];
/** The points that were fitted are the means below; a fit with an offset stands in the json. */
const NOT_SAID = ['points', 'offset_fit'];

/** The power law over models: one in two sentences, several in a table. The means of each model come after it. */
export const entropyAnswer: Answering = (result, caption, page) => {
  const { power_law, ...rest } = result.summary;
  if (!isRecords(power_law)) return { lines: [], rest: result.summary };
  const isOne = power_law.length === 1;
  const others = power_law.map((fit) => without(fit, isOne ? [...SAID, ...NOT_SAID] : NOT_SAID));
  const [title, ...lines] = recordLines('power law', others, caption, page);
  return { lines: [title, ...(isOne ? lawLines(power_law[0], page) : []), ...lines], rest };
};

function without(record: SummaryRecord, keys: readonly string[]): SummaryRecord {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}

function lawLines(fit: SummaryRecord, page: Page): string[] {
  const say = (name: string) => shownAlone(fit[name] as number | null, page);
  const interval = fit.low === null ? '' : `, 95 % ${say('low')} to ${say('high')}`;
  return [
    `slope ${say('slope')} (R2 ${say('r2')}${interval})`,
    `a constant rank of ${say('null_rank')}, width alone: slope ${say('null_slope')} (R2 ${say('null_r2')})`,
  ].flatMap((line) => wrapped(line, page.width, '  '));
}
