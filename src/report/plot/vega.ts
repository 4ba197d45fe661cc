import { parse, resetSVGDefIds, textMetrics, View } from 'vega';
import type { Spec } from './spec.ts';
import { textWidth } from './text-width.ts';
import { compileSpec } from './vega-lite.ts';

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

/** A figure that Vega has laid out. */
export interface Drawing {
  view: View;
  svg: string;
  /** In pixels: of the page, and what fills it. `scale` is below 1 where the figure is wider than the page. */
  width: number;
  height: number;
  scale: number;
}

/**
 * Lays a figure out and draws it as SVG, as wide as its `usermeta` says. The same figure gives the same bytes, whatever
 * was drawn before. The view is for the caller to finalize.
 */
export async function draw(spec: Spec): Promise<Drawing> {
  // Ids inside the SVG are counted over the life of the process.
  resetSVGDefIds();
  const view = new View(parse(compileSpec(spec)), { renderer: 'none' });
  const drawn = withoutRoles(await view.toSVG());
  const [whole, root, natural, high] = ROOT.exec(drawn)!;
  const asked = (spec.usermeta as { width?: number } | undefined)?.width;
  const width = asked ?? Number(natural);
  const scale = Math.min(1, width / Number(natural));
  const height = Math.ceil(Number(high) * scale);
  const [across, down] = [rounded(width / scale), rounded(height / scale)];
  const paged = `${root} width="${width}" height="${height}" viewBox="0 0 ${across} ${down}"><rect width="${across}" height="${down}"`;
  return { view, svg: `${paged}${drawn.slice(whole.length)}\n`, width, height, scale };
}

/**
 * Vega calls each group a symbol, for which a reader of the screen then wants a name. A figure is one picture, and its name is
 * for what shows it to give. Only inside tags: the letters of a drawing may say `role="img"` too.
 */
function withoutRoles(svg: string): string {
  return svg.replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/ (role|aria-[a-z]+)="[^"]*"/g, ''));
}

/** The beginning of an SVG as Vega writes it: the root with its size, and the ground, which is to fill the page. */
const ROOT =
  /^(<svg [^>]*?) width="([\d.]+)" height="([\d.]+)" viewBox="[^"]*"><rect width="[\d.]+" height="[\d.]+"/;

/** Draws a figure as SVG. */
export async function toSvg(spec: Spec): Promise<string> {
  const { view, svg } = await draw(spec);
  view.finalize();
  return svg;
}

function rounded(pixels: number): number {
  return Math.round(pixels * 1000) / 1000;
}
