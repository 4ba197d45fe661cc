import { parse, resetSVGDefIds, View } from 'vega';
import { compileSpec, type Spec } from './vega-lite.ts';

/** Draws a figure as SVG. The same figure gives the same bytes, whatever was drawn before. */
export async function toSvg(spec: Spec): Promise<string> {
  // Ids inside the SVG are counted over the life of the process.
  resetSVGDefIds();
  const view = new View(parse(compileSpec(spec)), { renderer: 'none' });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}
