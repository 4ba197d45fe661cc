/** Of a JSON text: strings, with the colon that makes them keys, and the brackets between which they stand. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"(?<colon>[ \t\r\n]*:)?|[{}[\]]/g;

/**
 * The first name that one object of a JSON text holds twice, or undefined. JSON.parse keeps the last of them
 * without a word.
 * @param json text that JSON.parse accepts
 */
export function duplicateKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const { 0: token, groups } of json.matchAll(TOKENS)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (groups?.colon !== undefined) {
      const key: string = JSON.parse(token.slice(0, -groups.colon.length));
      const keys = open[open.length - 1];
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}
