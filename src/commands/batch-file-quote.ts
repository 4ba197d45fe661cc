/** The words as bash reads them back, on one line. */
export function shellWords(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const control = /[\x01-\x1f\x7f]/g;
  if (!control.test(word)) return `'${word.replaceAll("'", "'\\''")}'`;
  const escaped = word.replaceAll(/[\\']/g, '\\$&').replaceAll(control, octal);
  return `$'${escaped}'`;
}

/** Three digits always: one that follows is no part of it. */
function octal(character: string): string {
  return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
}

/** A word of a container's command as YAML reads it back and Kubernetes, which expands `$(NAME)`, leaves it. */
export function containerWord(word: string): string {
  // YAML is stricter than JSON about what may stand in a string as it is
  return JSON.stringify(word.replaceAll('$', '$$$$')).replaceAll(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
