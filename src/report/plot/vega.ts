import { parse, resetSVGDefIds, textMetrics, View } from 'vega';
import { textWidth } from './text-width.ts';
import { compileSpec, type Spec } from './vega-lite.ts';

/** What Vega knows of a text when it asks how wide it is. */
interface TextItem {
  fontSize?: number;
  fontWeight?: string | number;
  /** In pixels; a longer text is cut. */
  limit?: number;
}

declare module 'vega' {
  /** Vega's types leave it out. */
  const textMetrics: { width(item: TextItem, line?: unknown): number };
}

// Without a browser Vega takes every letter to be as wide as a capital, which leaves a third of a figure empty.
textMetrics.width = ({ fontSize = 11, fontWeight, limit = 0 }, line) => {
  const isBold = fontWeight === 'bold' || Number(fontWeight) >= 600;
  const width = textWidth(String(line ?? '').trim(), fontSize, isBold);
  return limit > 0 ? Math.min(width, limit) : width;
};

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
