import { escapeHtml, fileLink } from './escape.ts';
import type { ReportFigure } from './report.ts';

/**
 * A drawing inside the page, in two layouts of which one is shown: for phones, and for wider screens and paper. Ids
 * get the name of the layout in front, so that those of several drawings do not meet.
 */
export function* figureHtml({ id, title, wide, narrow, caption, files }: ReportFigure): Generator<string> {
  yield `<figure id="${id}">\n<h3>${escapeHtml(title)}</h3>\n`;
  for (const [i, part] of wide.entries()) {
    const name = wide.length === 1 ? title : `${title}, part ${i + 1} of ${wide.length}`;
    yield drawingHtml(part, 'wide', name, `${id}-wide-${i}--`);
  }
  yield drawingHtml(narrow, 'narrow', title, `${id}-narrow--`);
  const links = files.length > 0 ? `<span class="files">Files: ${files.map(fileLink).join(', ')}</span>` : '';
  const said = [caption === undefined ? '' : escapeHtml(caption), links].filter((part) => part !== '');
  if (said.length > 0) yield `<figcaption>${said.join(' ')}</figcaption>\n`;
  yield '</figure>\n';
}

function drawingHtml(svg: string, layout: 'wide' | 'narrow', name: string, prefix: string): string {
  const root = `<svg role="img" aria-label="${escapeHtml(name)}"`;
  const drawing = withPrefixedIds(svg.trim(), prefix).replace(/^<svg\b/, () => root);
  return `<div class="drawing ${layout}" style="--natural:${widthOf(svg)}px">${drawing}</div>\n`;
}

function widthOf(svg: string): number {
  const width = /^<svg\b[^>]*? width="([\d.]+)"/.exec(svg.trim())?.[1];
  if (width === undefined) throw new Error('a figure of the report must be an <svg> with a width in pixels');
  return Math.round(Number(width));
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
