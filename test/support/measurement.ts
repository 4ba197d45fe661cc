import type { Measurement, ModelAtHand, ModelFacts } from '../../src/experiments/experiment.ts';
import { complete } from '../../src/metrics/steps.ts';
import type { Encoding, Layer } from '../../src/model/capture.ts';
import type { TokenizedText } from '../../src/text/tokenized-text.ts';

/** A model of which experiments know its sizes and the layers that are wanted. */
export function madeModel(layers: Layer[], dim: number, blocks: number): ModelFacts {
  const parameters = { total: 1, nonEmbedding: 1 };
  return {
    identity: { model: 'made', revision: null },
    layers,
    dims: layers.map(() => dim),
    blocks,
    parameters,
  };
}

/** A text of ids alone. */
export function madeText(ids: number[], index = 0): TokenizedText {
  const token = (position: number) => String(ids[position]);
  return { index, ids, before: 0, after: 0, token, bytes: (position) => Buffer.from(token(position)) };
}

/** What an experiment keeps of each text. */
export function recordsOf<Record, Part>(
  measurement: Measurement<Record, Part>,
  texts: readonly TokenizedText[],
  encodings: readonly Encoding[],
): Record[] {
  return texts.map((text, place) => complete(measurement.ofText!(text, encodings[place])));
}

/** What it makes of all texts together. */
export async function partsOf<Record, Part>(
  { together }: Measurement<Record, Part>,
  encodings: readonly Encoding[],
  model: Partial<ModelAtHand>,
): Promise<Part[]> {
  const all = Array.from({ length: together!.parts }, (_, part) => part);
  for (const [place, encoding] of encodings.entries()) together!.see(place, encoding);
  const parts: Part[] = [];
  for await (const { steps } of together!.measure(all, model as ModelAtHand)) parts.push(complete(steps));
  return parts;
}
