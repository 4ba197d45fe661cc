import type { Cell } from '../../result.ts';
import type { Page } from '../page.ts';
import { isRecords, type SummaryRecord } from '../records.ts';
import { shownAlone } from '../shown.ts';
import { wrapped } from '../text.ts';
import type { Answering } from './answer.ts';

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
