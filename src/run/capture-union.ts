import type { AttentionRequest, Capture } from '../model/capture.ts';

/**
 * What one pass captures for several experiments: all that any of them asks for.
 * @throws Error where two want different attention, which one pass does not give
 */
export function captureUnion(captures: readonly Capture[]): Capture {
  const union: Capture = {};
  for (const part of ['hidden', 'gram'] as const) {
    const layers = new Set(captures.flatMap((capture) => capture[part] ?? []));
    if (layers.size > 0) union[part] = [...layers];
  }
  const values = new Set(captures.flatMap((capture) => capture.values ?? []));
  if (values.size > 0) union.values = [...values];
  const attention = attentionOf(captures);
  if (attention) union.attention = attention;
  return union;
}

function attentionOf(captures: readonly Capture[]): AttentionRequest | undefined {
  const [first, ...others] = captures.flatMap(({ attention }) => attention ?? []);
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(first)))
    throw new Error('two experiments of one pass want different attention');
  return first;
}
