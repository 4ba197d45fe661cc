import { warn } from '../talk.ts';

/** Pixels per unit of the SVG, for sharp letters on fine screens and in print. */
const SCALE = 2;
/** librsvg's own resolution, at which one unit is one pixel. */
const DPI = 72;

/**
 * An SVG as PNG, at twice its size. Letters are drawn with the fonts of the machine: where there is none they
 * are empty boxes, and a warning says so.
 */
export async function toPng(svg: string): Promise<Uint8Array> {
  if (!(await hasFonts())) {
    warn('no font is installed, so the PNG shows boxes: install one (fonts-dejavu-core) or plot to .svg');
  }
  return (await render(svg)).png({ compressionLevel: 9 }).toBuffer();
}

/** Whether letters can be drawn on this machine. */
export async function hasFonts(): Promise<boolean> {
  const [i, m] = await Promise.all(
    ['i', 'm'].map(async (letter) => (await render(letterSvg(letter))).raw().toBuffer()),
  );
  return !i.equals(m);
}

async function render(svg: string) {
  const { default: sharp } = await import('sharp');
  // Unlimited: many texts make an SVG of more than 10 MB, and it is our own.
  return sharp(Buffer.from(svg), { density: DPI * SCALE, unlimited: true });
}

/** Without fonts every letter is the same box. */
function letterSvg(letter: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="16">${letter}</text></svg>`;
}
