import type { Cell } from '../../report/result.ts';
import type { Answering } from '../../report/terminal/answer.ts';
import type { Page } from '../../report/terminal/page.ts';
import { isRecords, type SummaryRecord } from '../../report/terminal/records.ts';
import { shownAlone } from '../../report/terminal/shown.ts';
import { wrapped } from '../../report/terminal/text.ts';

/** The information gain of the only text, or the mean over the texts of the only layer; several are a table. */
export const infogainAnswer: Answering = ({ summary }, _, page) => {
  const { totals, ...rest } = summary;
  if (!isRecords(totals) || totals.length > 1) return { lines: [], rest: summary };
  return { lines: wrapped(sentence(totals[0], page), page.width, '  '), rest };
};

function sentence(total: SummaryRecord, page: Page): string {
  const say = (name: string) => shownAlone((total[name] ?? null) as Cell, page);
  const { text, information_gain_sem: error } = total;
  if (text !== undefined)
    return `information gain ${say('information_gain')} nats in ${say('tokens')} ${total.tokens === 1 ? 'token' : 'tokens'}, ${say('information_gain_per_dim')} per dimension (d = ${say('dim')})`;
  const spread = typeof error === 'number' ? ` (sem ${say('information_gain_sem')})` : '';
  return `information gain ${say('information_gain_mean')} nats${spread}, mean of ${say('texts')} texts of ${say('tokens_mean')} tokens, ${say('information_gain_per_dim_mean')} per dimension (d = ${say('dim')})`;
}
