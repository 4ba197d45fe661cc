import type { Field } from './field.ts';
import type { Page } from './page.ts';
import { shownAlone } from './shown.ts';
import { packed } from './text.ts';

/** Each row as a block of `key: value`, with an empty line between them. */
export function* cardLines(fields: readonly Field[], page: Page): Generator<string> {
  const rows = fields[0]?.values.length ?? 0;
  for (let row = 0; row < rows; row++) {
    if (row > 0) yield '';
    const said = fields.map(
      ({ name, style, values }) => `${name}: ${shownAlone(values[row], page, style.notation) || 'no'}`,
    );
    yield* packed(said, page.width);
  }
}
