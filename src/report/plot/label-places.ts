import { escapeControls } from '../visible.ts';
import { textWidth } from './text-width.ts';

/** In pixels. */
export const LABEL_SIZE = 9;
/** Half the side of a point's symbol. */
const SYMBOL = 4;
/** Between a label and the edge of the panel, where an axis may be. */
const EDGE = 4;
/** From a point to a label beside it, to the middle of one above or below, and to the middle of one at a corner. */
const BESIDE = 6;
const ABOVE = 11;
const CORNER = 8;

type Align = 'left' | 'center' | 'right';

/** A label and its point, in pixels from the lower left corner of a panel. */
export interface Labelled {
  x: number;
  y: number;
  label: string;
}

/** Where a label stands: `align` says which part of it is at x; y is its middle. */
export interface PlacedLabel extends Labelled {
  align: Align;
}

interface Box {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

/** Where a label may stand, best first: beside its point, above, below, then at a corner. */
const PLACES: [x: number, y: number, align: Align][] = [
  [BESIDE, 0, 'left'],
  [-BESIDE, 0, 'right'],
  [0, ABOVE, 'center'],
  [0, -ABOVE, 'center'],
  [SYMBOL, CORNER, 'left'],
  [SYMBOL, -CORNER, 'left'],
  [-SYMBOL, CORNER, 'right'],
  [-SYMBOL, -CORNER, 'right'],
];

/** Share of a label's width that is left of its x. */
const LEFT_SHARE: Record<Align, number> = { left: 0, center: 0.5, right: 1 };

/**
 * Places labels beside points, each where it covers no point and no label placed before and stays inside the panel; a
 * label without such a place is left out.
 */
export function placeLabels(points: readonly Labelled[], width: number, height: number): PlacedLabel[] {
  const taken = points.map(({ x, y }) => boxAt(x - SYMBOL, y, 2 * SYMBOL, 2 * SYMBOL));
  const placed: PlacedLabel[] = [];
  for (const { x, y, label } of points) {
    const shown = escapeControls(label);
    const length = textWidth(shown, LABEL_SIZE);
    const candidates = length === 0 ? [] : PLACES;
    for (const [right, up, align] of candidates) {
      const box = boxAt(x + right - LEFT_SHARE[align] * length, y + up, length, LABEL_SIZE);
      if (!isInside(box, width, height) || taken.some((other) => overlaps(box, other))) continue;
      taken.push(box);
      placed.push({ x: x + right, y: y + up, label: shown, align });
      break;
    }
  }
  return placed;
}

function boxAt(left: number, middle: number, width: number, height: number): Box {
  return { left, right: left + width, bottom: middle - height / 2, top: middle + height / 2 };
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;
}

function isInside({ left, right, bottom, top }: Box, width: number, height: number): boolean {
  return left >= EDGE && right <= width - EDGE && bottom >= EDGE && top <= height - EDGE;
}
