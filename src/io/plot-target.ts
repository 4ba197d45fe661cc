import { InputError } from '../errors.ts';
import { resolveTarget, type Target } from './target.ts';

/** What a plot is written as: a drawing, pixels, a page, or its Vega-Lite specification. */
export type PlotKind = 'svg' | 'png' | 'pdf' | 'vl.json';

export interface PlotTarget {
  kind: PlotKind;
  target: Target;
}

/**
 * Checks, before any slow work, that a plot can be written to `path`; the extension decides the kind. On stdout it is
 * an SVG.
 * @param flag the option that named the path, for messages
 * @throws InputError where it cannot, or the extension is unknown
 */
export async function resolvePlot(path: string, flag = '--plot'): Promise<PlotTarget> {
  const target = await resolveTarget(path, flag);
  if (target.kind === 'stdout') return { kind: 'svg', target };
  const kind = /\.(svg|png|pdf|vl\.json)$/i.exec(path)?.[1]?.toLowerCase() as PlotKind | undefined;
  if (!kind)
    throw new InputError(
      `cannot write ${flag} "${path}": unknown extension`,
      'use .svg, .png, .pdf or .vl.json',
    );
  return { kind, target };
}
