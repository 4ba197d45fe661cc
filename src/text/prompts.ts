import type { DefaultInput } from './defaults.ts';
import type { Text } from './text.ts';

/** The three contexts of appendix B; the first is empty, so that the name begins the text. */
const CONTEXTS = ['', 'He is the king of', 'She is the queen of'];

/** The fifteen names of appendix B. */
const NAMES = [
  'Australia',
  'Austria',
  'Brazil',
  'Cuba',
  'Denmark',
  'Egypt',
  'France',
  'Germany',
  'Hungary',
  'Iceland',
  'India',
  'Japan',
  'Norway',
  'Poland',
  'Spain',
];

/** What stands for the empty context in rows and figures. */
const NO_CONTEXT = 'none';

/**
 * The 45 prompts of appendix B, the default input of `embed` and `distance`: every context with every name, in that
 * order, as `He is the king of Austria.`, and `Austria.` (no leading space) for the empty context. `context` is the
 * context's words, `none` for the empty one; `label` is the name.
 */
export function countryPrompts(): Text[] {
  return CONTEXTS.flatMap((context, row) =>
    NAMES.map((name, column) => ({
      index: row * NAMES.length + column,
      text: context === '' ? `${name}.` : `${context} ${name}.`,
      context: context === '' ? NO_CONTEXT : context,
      label: name,
    })),
  );
}

/** What they are called as the input of a command. */
export const COUNTRIES = 'the 45 prompts of appendix B';

/** `countryPrompts` as the input of a command. */
export function countryInput(): DefaultInput {
  return { texts: countryPrompts(), source: COUNTRIES };
}
