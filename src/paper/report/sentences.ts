import { type MarkedSentence, markedSentences } from '../../experiments/lasso/marked-sentence.ts';
import type { MarkedSentence as Shown } from '../../report/html/report.ts';
import type { Reproduction } from '../reproduce.ts';

/** The paper's sentence in the largest model, written out for each target beside the paper's own picks. */
export function pickedSentences({ figures, measured: { largest } }: Reproduction): Shown[] {
  const rows = figures.lasso.result.rows.filter(({ model }) => model === largest);
  return Array.from(markedSentences(rows), (sentence) => ({
    title: `What ${largest} uses for “${String(sentence.row.target).trim()}”`,
    tokens: sentence.tokens.map(({ token, isTarget, lassoPick, attentionPick }) => ({
      text: token,
      isTarget,
      lasso: lassoPick,
      attention: attentionPick,
    })),
    notes: paperNotes(sentence),
  }));
}

function paperNotes({ paper }: MarkedSentence): string[] {
  if (paper === undefined) return [];
  const { model, lasso, attention } = paper;
  return [`The paper, with ${model}: Lasso ${lasso.join(' ')}; attention ${attention.join(' ')}.`];
}
