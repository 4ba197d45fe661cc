import { checkFinite, checkLength, checkSize } from '../linalg/check.ts';
import { mean } from './least-squares.ts';

/** The series of one text that a corpus curve averages, in nats per token position. */
export interface TextCurve {
  /** Hidden size d, by which every value is divided. */
  dim: number;
  informationGain: Float64Array;
  gain: Float64Array;
  /** Absent where it was not computed. */
  bound?: Float64Array;
}

/** One length of the curve: means over the texts with at least `length` tokens; standard errors null for one text. */
export interface CorpusPoint {
  /** Counts tokens, from 1. */
  length: number;
  texts: number;
  /** In nats, as its error. */
  informationGainMean: number;
  informationGainSem: number | null;
  informationGainPerDimMean: number;
  informationGainPerDimSem: number | null;
  /** Null where a text has no bound. */
  informationGainBoundPerDimMean: number | null;
  gainPerDimMean: number;
  gainPerDimSem: number | null;
}

/**
 * The information-gain curve of a corpus (Fig 3): one point per length from 1 to the longest text.
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * const gain = Float64Array.of(4, 2);
 * const [, second] = corpusCurve([{ dim: 64, gain, informationGain: Float64Array.of(4, 6) }]);
 * second!.informationGainMean; // 6
 * ```
 */
export function corpusCurve(texts: TextCurve[]): CorpusPoint[] {
  texts.forEach(checkCurve);
  const longest = texts.reduce((longest, { gain }) => Math.max(longest, gain.length), 0);
  return Array.from({ length: longest }, (_, position) => pointAt(texts, position));
}

function checkCurve({ dim, informationGain, gain, bound }: TextCurve): void {
  checkSize('the hidden size', dim, 1);
  checkLength('information gains', informationGain, gain.length);
  if (bound) checkLength('bounds', bound, gain.length);
  for (const series of [informationGain, gain, bound ?? []]) checkFinite('a series', series);
}

function pointAt(texts: TextCurve[], position: number): CorpusPoint {
  const reaching = texts.filter((text) => text.gain.length > position);
  const perDim = (series: 'informationGain' | 'gain') =>
    meanAndError(reaching.map((text) => text[series][position] / text.dim));
  const total = meanAndError(reaching.map(({ informationGain }) => informationGain[position]));
  const information = perDim('informationGain');
  const gain = perDim('gain');
  const bounds = reaching.flatMap(({ bound, dim }) => (bound ? [bound[position] / dim] : []));
  return {
    length: position + 1,
    texts: reaching.length,
    informationGainMean: total.mean,
    informationGainSem: total.sem,
    informationGainPerDimMean: information.mean,
    informationGainPerDimSem: information.sem,
    informationGainBoundPerDimMean: bounds.length < reaching.length ? null : mean(bounds),
    gainPerDimMean: gain.mean,
    gainPerDimSem: gain.sem,
  };
}

/** Mean and its standard error, s / √n with s² over n - 1; the error of one value is null. */
export function meanAndError(values: number[]): { mean: number; sem: number | null } {
  const n = values.length;
  const centre = mean(values);
  if (n < 2) return { mean: centre, sem: null };
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return { mean: centre, sem: Math.sqrt(squares / (n - 1) / n) };
}
