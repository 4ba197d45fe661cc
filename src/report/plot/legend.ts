import { textWidth, wrapped } from './text-width.ts';

/** In pixels: of the letters, of a symbol with the space around it, and between two columns. */
const [SIZE, SYMBOL, GAP] = [12, 31, 14];

/**
 * The place and shape of a legend above the panels: its entries in as many columns as fit, its title before a single
 * row and above several. Names that are too long take several lines, and a word that is too long is cut at its beginning.
 * @param width of what it stands over, in pixels
 */
export function legendAbove(title: string | null, names: readonly string[], width: number) {
  const shown = names.map((name) => wrapped(name, SIZE, width - SYMBOL));
  const widest = shown.flat().reduce((most, line) => Math.max(most, textWidth(line, SIZE)), 0);
  const columns = Math.max(1, Math.floor((width + GAP) / (widest + SYMBOL + GAP)));
  const titled = title === null ? 0 : textWidth(title, SIZE, true) + GAP;
  const isRow = titled + names.length * (widest + SYMBOL + GAP) - GAP <= width;
  const cut = names.flatMap((name, i) =>
    shown[i].join(' ') === name && shown[i].length === 1 ? [] : [[name, shown[i]]],
  );
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
    ...(cut.length > 0 && {
      labelExpr: `${JSON.stringify(Object.fromEntries(cut))}[datum.label] || datum.label`,
    }),
    labelLimit: 0,
    titleLimit: 0,
    labelFontSize: SIZE,
    titleFontSize: SIZE,
  } as const;
}
