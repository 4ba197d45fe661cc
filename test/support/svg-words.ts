/** A text of a drawing and where it begins, in pixels from the upper left corner. */
export interface PlacedWord {
  text: string;
  x: number;
  y: number;
}

/** The texts of an SVG that Vega drew, with the translations of all groups around them added up. */
export function placedWords(svg: string): PlacedWord[] {
  const words: PlacedWord[] = [];
  const groups: [x: number, y: number][] = [[0, 0]];
  let at: [x: number, y: number] = [0, 0];
  for (const [, tag, attributes, text] of svg.matchAll(/<(\/g|g|text|tspan)\b([^>]*)>([^<]*)/g)) {
    if (tag === '/g') groups.pop();
    if (tag === 'g') groups.push(moved(groups[groups.length - 1], attributes));
    if (tag === 'text') at = moved(groups[groups.length - 1], attributes);
    if (tag === 'tspan') at = [at[0], at[1] + Number(/ dy="(\S+)"/.exec(attributes)?.[1] ?? 0)];
    if (text.trim() !== '' && tag !== '/g') words.push({ text, x: at[0], y: at[1] });
  }
  return words;
}

function moved([x, y]: [number, number], attributes: string): [number, number] {
  const [, dx, dy] = /translate\(([^,]+),([^)]+)\)/.exec(attributes) ?? ['', '0', '0'];
  return [x + Number(dx), y + Number.parseFloat(dy)];
}
