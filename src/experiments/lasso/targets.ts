import { InputError } from '../../errors.ts';
import type { TokenizedText } from '../../text/tokenized-text.ts';
import { occurrencesOf } from '../word-tokens.ts';

/** What `--target` names: the last token, all that have an earlier one, a position, an id's or a word's last token. */
export type TargetName = 'last' | 'all' | { position: number } | { id: number } | { word: string };

/** The tokens that the paper looks at in its sentence. */
export const PAPER_TARGETS: readonly TargetName[] = [{ word: 'China' }, { word: '?' }, { word: 'No' }];

/** A text with the positions of its targets, ascending. */
export interface TargetedText {
  text: TokenizedText;
  targets: number[];
}

export interface TargetedTexts {
  texts: TargetedText[];
  /** Targets that a text lacks or that have no earlier token, left out; named ones that no text has are an error. */
  skipped: number;
}

const NO_CONTEXT = 'Lasso expresses a token by the ones before it: choose a later target, or a longer text';
/** More tokens than this would fill the screen of an error message. */
const MOST_LISTED = 20;

/** Reads one value of `--target`. Digits are a position; `id:1621` is a token id; anything else but last and all a word. */
export function parseTarget(value: string): TargetName {
  if (value === 'last' || value === 'all') return value;
  if (/^\d+$/.test(value)) return { position: Number(value) };
  if (/^id:\d+$/.test(value)) return { id: Number(value.slice(3)) };
  const word = value.trim();
  if (word !== '') return { word };
  throw new InputError(
    '--target is empty',
    'use --target last, all, a position such as 34, or a word of the text',
  );
}

/** A target as the command line names it. */
export function nameOfTarget(target: TargetName): string | number {
  if (typeof target === 'string') return target;
  if ('id' in target) return `id:${target.id}`;
  return 'word' in target ? target.word : target.position;
}

/**
 * Finds the targets of each text.
 * @throws InputError for a target that no text has, or that has no earlier token in any
 */
export function chooseTargets(texts: readonly TokenizedText[], names: readonly TargetName[]): TargetedTexts {
  const chosen = texts.map((text) => ({ text, found: new Set<number>() }));
  let skipped = 0;
  for (const name of names) {
    const failures: InputError[] = [];
    for (const { text, found } of chosen) {
      const positions = positionsOf(text, name);
      if (positions instanceof InputError) failures.push(positions);
      else for (const position of positions) found.add(position);
      if (name === 'all') skipped++; // position 0
    }
    if (failures.length === texts.length) throw failures[0];
    if (name !== 'all') skipped += failures.length;
  }
  return {
    texts: chosen.map(({ text, found }) => ({ text, targets: [...found].sort((a, b) => a - b) })),
    skipped,
  };
}

/** The positions that a name has in a text, or why it has none. */
function positionsOf(text: TokenizedText, name: TargetName): number[] | InputError {
  const tokens = text.ids.length;
  if (tokens === 1) return new InputError(`text ${text.index} has one token only`, NO_CONTEXT);
  if (name === 'all') return Array.from({ length: tokens - 1 }, (_, i) => i + 1);
  const position = positionOf(text, name);
  if (position instanceof InputError || position > 0)
    return position instanceof InputError ? position : [position];
  return new InputError(`text ${text.index}: its first token has no earlier one`, NO_CONTEXT);
}

function positionOf(text: TokenizedText, name: Exclude<TargetName, 'all'>): number | InputError {
  const { index, ids } = text;
  if (name === 'last') return ids.length - 1;
  if ('position' in name) {
    if (name.position < ids.length) return name.position;
    const hint = `its positions are 0 to ${ids.length - 1}`;
    return new InputError(`text ${index} has no token at position ${name.position}`, hint);
  }
  const found = occurrences(text, name).at(-1);
  if (found !== undefined) return found;
  const what = 'id' in name ? `token id ${name.id}` : `token ${JSON.stringify(name.word)}`;
  return new InputError(`text ${index} has no ${what}`, `its tokens: ${listed(text)}`);
}

/**
 * The tokens that are the id, or whose text, trimmed, is the word. Where no token is the whole word: the last sub-token of
 * each of its occurrences.
 */
function occurrences(text: TokenizedText, name: { id: number } | { word: string }): number[] {
  if ('id' in name) return [...text.ids.keys()].filter((position) => text.ids[position] === name.id);
  const places = occurrencesOf(text, name.word).filter(({ fillsTokens }) => fillsTokens);
  const whole = places.filter(({ first, last }) => first === last);
  return (whole.length > 0 ? whole : places).map(({ last }) => last);
}

/** Says of each word or id that a text has more than once which one is the target, and how to name another. */
export function repeatedTargets(texts: readonly TokenizedText[], names: readonly TargetName[]): string[] {
  return names.flatMap((name) => {
    if (typeof name === 'string' || 'position' in name) return [];
    const what = 'id' in name ? `token id ${name.id}` : `token ${JSON.stringify(name.word)}`;
    const repeated = texts
      .map((text) => ({ text, found: occurrences(text, name) }))
      .filter(({ found }) => found.length > 1);
    if (repeated.length === 0) return [];
    if (repeated.length > 1)
      return [`${repeated.length} texts have ${what} more than once: the last one is the target in each`];
    const [{ text, found }] = repeated;
    const places = `${found.slice(0, MOST_LISTED).join(', ')}${found.length > MOST_LISTED ? ', ...' : ''}`;
    return [
      `text ${text.index} has ${what} ${found.length} times, at the positions ${places}: the last one, ` +
        `${found.at(-1)}, is the target; --target ${found[0] || found[1]} names another`,
    ];
  });
}

function listed({ ids, token }: TokenizedText): string {
  const different = [...new Set(ids.map((_, position) => token(position).trim()))];
  const more = different.length > MOST_LISTED ? ', ...' : '';
  return different.slice(0, MOST_LISTED).join(', ') + more;
}
