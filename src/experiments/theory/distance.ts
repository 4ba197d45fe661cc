import { interruption } from '../../interruption.ts';
import type { SentencePair } from '../../metrics/sentence-pair.ts';
import { theoremA1 } from '../../metrics/theorem-a1.ts';
import type { Encoding, Layer } from '../../model/capture.ts';
import type { ModelRun } from '../../run/model-run.ts';
import { sentencePairs } from '../distance/pairs.ts';
import { ofKind, type TheoryRow } from './row.ts';

/** How close the slope and the ratio of Theorem A.1 must be (claim 11). */
const SLOPE = { predicted: 3, tolerance: 0.05 };
const RATIO = { predicted: 1, tolerance: 0.01 };

/** The rows of Theorem A.1 in one layer of the last two texts of a run; none where it has one text. */
export async function measureTheoremA1(
  run: ModelRun,
): Promise<{ layer: Layer; text: number; row: TheoryRow }[]> {
  const [a, b] = run.tokenized.texts.slice(-2);
  if (b === undefined) return [];
  const capture = { gram: run.layers, hidden: run.layers };
  const encodings: Encoding[] = [];
  const { signal } = interruption;
  for await (const encoding of run.runner.encode([a.ids, b.ids], capture, { signal }))
    encodings[encoding.index] = encoding;
  const found: { layer: Layer; text: number; row: TheoryRow }[] = [];
  for (const layer of run.layers) {
    const states = encodings.map(({ tokens, hidden, gram }) => {
      return { tokens, hidden: hidden.get(layer)!, gram: gram.get(layer)! };
    });
    const [pair] = await sentencePairs(states, (x, y) => run.runner.crossGram(x, y));
    for (const row of theoremA1Rows(pair, `texts ${a.index} and ${b.index}`))
      found.push({ layer, text: a.index, row });
  }
  return found;
}

/** Theorem A.1 on one pair of texts: d_JS² = (γ²/8) ‖A - B‖_F² + O(γ³); null where A = B. */
function theoremA1Rows(pair: SentencePair, texts: string): TheoryRow[] {
  const [found] = theoremA1([pair]);
  const row = (
    quantity: string,
    { predicted, tolerance }: typeof SLOPE,
    measured: number | null,
  ): TheoryRow => ({
    theorem: 'Theorem A.1',
    alpha: null,
    quantity: `${quantity}, ${texts}`,
    predicted,
    measured,
    holds: measured === null ? null : Math.abs(measured - predicted) <= tolerance,
    ...ofKind('theorem'),
  });
  return [
    row('slope of log |d_JS² - (γ²/8) ‖A - B‖_F²| in log γ = 1e-1..1e-3', SLOPE, found?.slope ?? null),
    row('d_JS / ((γ/√8) ‖A - B‖_F) at γ = 1e-3', RATIO, found?.ratio ?? null),
  ];
}
