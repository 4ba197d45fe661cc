/** The records of a CSV text by RFC 4180, character by character: an independent reader of what the tool writes. */
export function csvRecords(text: string): string[][] {
  const records: string[][] = [[]];
  let field = '';
  let quoted = false;
  const endField = () => {
    records.at(-1)!.push(field);
    field = '';
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (quoted && char === '"' && text[i + 1] === '"') field += text[i++];
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === ',') endField();
    else if (!quoted && char === '\n') {
      endField();
      records.push([]);
    } else field += char;
  }
  records.pop();
  return records;
}
