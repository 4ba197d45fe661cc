import { InputError } from '../../errors.ts';

/** CSS pixels per unit. */
const UNITS: Record<string, number> = { px: 1, cm: 96 / 2.54, mm: 96 / 25.4, in: 96 };
/** In pixels: below, no panel has room for its axis; above, no canvas has room for the pixels. */
const [LEAST, MOST] = [240, 8000];

/**
 * Reads the value of `--width`.
 * @returns CSS pixels, 96 an inch
 * @throws InputError for what is no length from 240 to 8000 pixels
 */
export function pageWidth(value: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?|\.\d+)(px|cm|mm|in)?$/i.exec(value.trim()) ?? [];
  const pixels = Math.round(Number(number) * UNITS[(unit ?? 'px').toLowerCase()]);
  if (pixels >= LEAST && pixels <= MOST) return pixels;
  const reason = number === undefined ? 'is no width' : `is not from ${LEAST} to ${MOST} pixels`;
  throw new InputError(
    `--width ${JSON.stringify(value)} ${reason}`,
    'give pixels (700), or 8.5cm, 85mm, 3.3in: 240 pixels are 6.4 cm',
  );
}
