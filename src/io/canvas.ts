import { createRequire } from 'node:module';
import { type CanvasRenderingContext2D, createCanvas, GlobalFonts, PDFDocument } from '@napi-rs/canvas';
import type { Spec } from '../report/plot/spec.ts';
import { type Drawing, draw } from '../report/plot/vega.ts';

/** The name by which figures ask for DejaVu Sans: that of the package, whatever the machine has installed. */
const FONT = 'llmgeo sans';
/** Pixels of a PNG per pixel of the figure, for sharp letters on fine screens and in print. */
const PNG_SCALE = 2;
/** Points of a PDF per pixel: 72 and 96 an inch. */
const PDF_SCALE = 0.75;

/** A figure as PNG, at twice its size, with the letters of DejaVu Sans; where that lacks one, of the machine's fonts. */
export async function toPng(spec: Spec): Promise<Uint8Array> {
  return drawn(spec, async (drawing, paint) => {
    const canvas = createCanvas(PNG_SCALE * drawing.width, PNG_SCALE * drawing.height);
    await paint(canvas.getContext('2d'), PNG_SCALE);
    return canvas.encode('png');
  });
}

/** A figure as a PDF of one page of its size, drawn in lines and letters. */
export async function toPdf(spec: Spec): Promise<Uint8Array> {
  return drawn(spec, async ({ width, height }, paint) => {
    const document = new PDFDocument({ title: titleOf(spec), creator: 'llmgeo' });
    await paint(document.beginPage(PDF_SCALE * width, PDF_SCALE * height), PDF_SCALE);
    document.endPage();
    return document.close();
  });
}

/**
 * Tries to draw letters, as PNG and PDF need it.
 * @throws Error where the native module or its font does not work on this machine
 */
export function checkLetters(): void {
  registerFonts();
  const context = createCanvas(20, 20).getContext('2d');
  context.font = `16px "${FONT}"`;
  if (context.measureText('m').width <= context.measureText('i').width)
    throw new Error('letters of DejaVu Sans cannot be measured');
}

async function drawn(
  spec: Spec,
  make: (
    drawing: Drawing,
    paint: (context: CanvasRenderingContext2D, scale: number) => Promise<void>,
  ) => Promise<Buffer>,
): Promise<Uint8Array> {
  registerFonts();
  const drawing = await draw({ ...spec, config: { ...spec.config, font: FONT } });
  const { view, width, height, scale } = drawing;
  try {
    return await make(drawing, async (context, pixels) => {
      context.fillStyle = 'white';
      context.fillRect(0, 0, pixels * width, pixels * height);
      await view.toCanvas(pixels * scale, { externalContext: context });
    });
  } finally {
    view.finalize();
  }
}

function registerFonts(): void {
  if (GlobalFonts.has(FONT)) return;
  const { resolve } = createRequire(import.meta.url);
  for (const face of ['DejaVuSans', 'DejaVuSans-Bold'])
    GlobalFonts.registerFromPath(resolve(`dejavu-fonts-ttf/ttf/${face}.ttf`), FONT);
}

function titleOf({ title }: Spec): string | undefined {
  const text = typeof title === 'object' && 'text' in title ? title.text : title;
  return Array.isArray(text) ? text.join(' ') : typeof text === 'string' ? text : undefined;
}
