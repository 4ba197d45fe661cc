import type { Field } from './field.ts';
import type { Page } from './page.ts';
import { shownAlone } from './shown.ts';
import { packed } from './text.ts';

/** Each row as a block of `key: value`, with an empty line between them; of several, what is undefined is left out. */
export function* cardLines(fields: readonly Field[], page: Page): Generator<string> {
  const rows = fields[0]?.values.length ?? 0;
  for (let row = 0; row < rows; row++) {
    if (row > 0) yield '';
    const told = fields.filter(({ values }) => rows === 1 || values[row] !== null);
    const said = told.map(
      ({ name, style, values }) => `${name}: ${shownAlone(values[row], page, style.notation) || 'no'}`,
    );
    yield* packed(said, page.width);
  }
}
