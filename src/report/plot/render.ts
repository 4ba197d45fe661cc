import { writeAll } from '../write.ts';
import { toPng } from './png.ts';
import type { PlotTarget } from './target.ts';
import type { Spec } from './vega-lite.ts';

/**
 * Draws a figure into one or more files, each of which appears whole or not at all.
 * @throws LlmgeoError where the write fails
 */
export async function renderPlot(spec: Spec, plots: readonly PlotTarget[]): Promise<void> {
  for (const { kind, target } of plots) await writeAll([{ target, content: [await drawn(spec, kind)] }]);
}

async function drawn(spec: Spec, kind: PlotTarget['kind']): Promise<string | Uint8Array> {
  if (kind === 'vl.json') return `${JSON.stringify(spec, null, 1)}\n`;
  // Loaded only where something is drawn.
  const { toSvg } = await import('./vega.ts');
  const svg = await toSvg(spec);
  return kind === 'png' ? toPng(svg) : svg;
}
