import type { Spec } from '../report/plot/spec.ts';
import type { PlotKind, PlotTarget } from './plot-target.ts';
import { writeAll } from './write.ts';

/**
 * Draws a figure into files, which appear whole or not at all.
 * @throws LlmgeoError where the write fails
 */
export async function renderPlot(spec: Spec, targets: readonly PlotTarget[]): Promise<void> {
  const writes = [];
  for (const { kind, target } of targets) writes.push({ target, content: [await drawn(spec, kind)] });
  await writeAll(writes);
}

// What draws is loaded only where something is drawn.
async function drawn(spec: Spec, kind: PlotKind): Promise<string | Uint8Array> {
  if (kind === 'vl.json') return `${JSON.stringify(spec, null, 1)}\n`;
  if (kind === 'svg') return (await import('../report/plot/vega.ts')).toSvg(spec);
  const { toPdf, toPng } = await import('./canvas.ts');
  return kind === 'png' ? toPng(spec) : toPdf(spec);
}
