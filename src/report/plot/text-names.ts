import type { Row } from '../result.ts';
import { escapeControls } from '../visible.ts';

/** In characters. */
const LONGEST = 28;

/** What to call each text in a legend: its number and how it begins, put together of its tokens. */
export function textNames(rows: readonly Row[]): Map<number, string> {
  const words = new Map<number, string[]>();
  for (const { text, position, token } of rows) {
    const tokens = words.get(text as number) ?? [];
    tokens[position as number] ??= String(token);
    words.set(text as number, tokens);
  }
  return new Map(Array.from(words, ([text, tokens]) => [text, `${text}: ${begun(joined(tokens))}`]));
}

/** Tokens as the text they were; a letter that several share stands in them as bytes, `<0xC3>` and `<0xA9>`. */
function joined(tokens: readonly string[]): string {
  return tokens.join('').replaceAll(/(?:<0x[0-9A-F]{2}>)+/g, (bytes) => {
    const letters = Buffer.from(bytes.replaceAll(/<0x|>/g, ''), 'hex').toString();
    return letters.includes('\ufffd') ? bytes : letters;
  });
}

function begun(text: string): string {
  const letters = [...escapeControls(text.trim())];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : letters.join('');
}
