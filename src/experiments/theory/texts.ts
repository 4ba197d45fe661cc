import { type DefaultInput, londonSentence } from '../../text/defaults.ts';
import { countryPrompts } from '../../text/prompts.ts';

/** What the default texts are called. */
export const THEORY_TEXTS = "the paper's London sentence and two of its prompts";

/** The paper's sentence, and two of its prompts that differ in context alone, for Theorem A.1. */
export function theoryInput(): DefaultInput {
  const prompts = countryPrompts().filter(({ text, label }) => label === 'Austria' && text !== 'Austria.');
  const texts = [...londonSentence().texts, ...prompts].map((text, index) => ({ ...text, index }));
  return { texts, source: THEORY_TEXTS };
}
