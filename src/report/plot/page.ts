/** What a figure is drawn on. */
export interface Page {
  /** In CSS pixels (96 an inch); as wide as its panels need where it is not said. */
  width?: number;
  /** Whether title and subtitle stand above the panels; true where it is not said. */
  title?: boolean;
}

/** From the edge of a figure to what is drawn, in pixels. */
export const MARGIN = 12;
/** Between panels, in pixels. */
export const SPACING = 32;
/** With no width given: of one panel, and of several. */
const [ONE, SEVERAL] = [560, 960];

/** The room of panels. */
export interface Cells {
  /** A narrower one, axis included, has no room for its letters, in pixels. */
  least: number;
  /** More have no place beside each other. */
  most: number;
}

const USUAL: Cells = { least: 330, most: Number.POSITIVE_INFINITY };

/** How wide a figure is, and the columns of its panels. */
export interface Layout {
  /** Of the whole figure. */
  width: number;
  columns: number;
  /** Of a panel with its axis. */
  cell: number;
}

/**
 * As many columns as fit, those of a row together or in equal parts where that is possible.
 * @param panels how many there are
 * @param inRow how many of them belong together, as those of one model
 */
export function layoutOf(page: Page, panels: number, inRow: number, { least, most } = USUAL): Layout {
  const width = page.width ?? (panels === 1 ? ONE : SEVERAL);
  const inner = width - 2 * MARGIN;
  const fit = Math.max(1, Math.floor((inner + SPACING) / (least + SPACING)));
  const columns = columnsOf(Math.min(fit, most, panels), inRow === 1 ? panels : inRow);
  return { width, columns, cell: Math.floor((inner - (columns - 1) * SPACING) / columns) };
}

/** Whole rows beside each other, or the most columns that cut a row into equal parts: `fit` where only one would. */
function columnsOf(fit: number, inRow: number): number {
  if (fit >= inRow) return fit - (fit % inRow);
  for (let columns = fit; columns > 1; columns--) if (inRow % columns === 0) return columns;
  return fit;
}
