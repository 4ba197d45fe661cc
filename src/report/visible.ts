/**
 * Text with every character that a terminal would obey or hide written out: newline as ⏎, tab as ⇥, the
 * other controls, format characters (bidi overrides among them), odd spaces, line separators and lone
 * surrogates as \u{..}. The zero-width joiner stays: it holds emoji together.
 */
export function escapeControls(text: string): string {
  return text.replace(/(?![ \u200d])[\p{Cc}\p{Cf}\p{Z}\p{Cs}\ufffe\uffff]/gu, (char) => {
    if (char === '\n') return '⏎';
    if (char === '\t') return '⇥';
    return `\\u{${char.codePointAt(0)!.toString(16)}}`;
  });
}

/**
 * A token as it is shown in a table or on an axis: escaped as above, with leading and trailing spaces as ·.
 * @example visibleToken(' London') // '·London'
 */
export function visibleToken(text: string): string {
  return escapeControls(text).replace(/^ +| +$/g, (spaces) => '·'.repeat(spaces.length));
}
