import { escapeHtml } from './escape.ts';

/** Below this share of its size a drawing's letters (11 px) are too small to read: it scrolls instead. */
const LEAST_SCALE = 0.75;
/** Wider than a phone: a line says that the drawing can be moved. */
const PHONE_WIDTH = 340;

/**
 * A drawing inside the page, scaled to the column but not below legibility, in a box that scrolls. Its ids get
 * `id` in front, so that those of several drawings do not meet.
 * @param svg as `toSvg` makes it: width in pixels and a viewBox on the root
 */
export function* figureHtml(id: string, title: string, svg: string, caption?: string): Generator<string> {
  const name = escapeHtml(title);
  const least = Math.round(LEAST_SCALE * widthOf(svg));
  yield `<figure>\n<div class="drawing" role="region" aria-label="Figure: ${name}" tabindex="0">`;
  const root = `<svg role="img" aria-label="${name}" style="--least:${least}px"`;
  yield withPrefixedIds(svg.trim(), `${id}--`).replace(/^<svg\b/, () => root);
  yield '</div>\n';
  if (least > PHONE_WIDTH) yield '<p class="hint" aria-hidden="true">Swipe sideways to see all of it.</p>\n';
  if (caption) yield `<figcaption>${escapeHtml(caption)}</figcaption>\n`;
  yield '</figure>\n';
}

function widthOf(svg: string): number {
  const width = /^<svg\b[^>]*? width="([\d.]+)"/.exec(svg)?.[1];
  if (width === undefined) throw new Error('a figure of the report must be an <svg> with a width in pixels');
  return Number(width);
}

/** Only inside tags: the letters of a drawing may say `id="a"` too. Attributes hold no `<` or `>` (escaped). */
function withPrefixedIds(svg: string, prefix: string): string {
  return svg.replace(/<[a-z][^<>]*>/gi, (tag) =>
    tag
      .replace(/(\sid=")/g, `$1${prefix}`)
      .replace(/(\s(?:xlink:)?href="#)/g, `$1${prefix}`)
      .replace(/(url\((?:&quot;)?#)/g, `$1${prefix}`),
  );
}
