import { textWidth } from './text-width.ts';

/** In pixels: of the letters, of a symbol with the space around it, and between two columns. */
const [SIZE, SYMBOL, GAP] = [12, 36, 14];
/** What tells long names (folders) apart is their end. */
const SHORTEST_CUT = 20;

/**
 * The place and shape of a legend above the panels: its entries in as many columns as fit, its title before a single
 * row and above several.
 * @param width of what it stands over, in pixels
 */
export function legendAbove(title: string | null, names: readonly string[], width: number) {
  const letters = Math.max(SHORTEST_CUT, Math.floor((width - SYMBOL) / (0.64 * SIZE)));
  const widest = names.reduce((most, name) => Math.max(most, textWidth(name.slice(-letters), SIZE)), 0);
  const columns = Math.max(1, Math.floor((width + GAP) / (widest + SYMBOL + GAP)));
  const titled = title === null ? 0 : textWidth(title, SIZE, true) + GAP;
  const isRow = titled + names.length * (widest + SYMBOL + GAP) - GAP <= width;
  return {
    title,
    orient: 'top',
    direction: 'horizontal',
    titleOrient: isRow ? 'left' : 'top',
    ...(isRow ? ({ titleAnchor: 'middle', titleBaseline: 'middle' } as const) : {}),
    columns: isRow ? names.length : Math.min(columns, names.length),
    columnPadding: GAP,
    rowPadding: 3,
    titlePadding: isRow ? GAP : 2,
    labelExpr: `length(datum.label) > ${letters} ? '…' + slice(datum.label, ${1 - letters}) : datum.label`,
    labelLimit: 0,
    titleLimit: 0,
    labelFontSize: SIZE,
    titleFontSize: SIZE,
  } as const;
}
