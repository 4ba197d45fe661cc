import type { Page } from '../../report/terminal/page.ts';
import { painted, type Style } from '../../report/terminal/paint.ts';
import { shownAlone } from '../../report/terminal/shown.ts';
import { packed, wrapped } from '../../report/terminal/text.ts';
import type { MarkedSentence, MarkedToken } from './marked-sentence.ts';

const INDENT = '  ';
/** Of a longer text, what is far from any mark is left out. */
const LONG = 150;
const NEAR = 5;

/** What the marks mean. */
export function legendLines(page: Page): string[] {
  const marks = [
    mark('target', 'target', page),
    mark('picked by Lasso', 'lasso', page),
    mark('by attention', 'attention', page),
    mark('by both', 'both', page),
  ];
  return packed([...marks, '(n): position, largest weight first'], page.width, INDENT);
}

/**
 * A sentence written out with its target and the picks of both marked in it, and the picks in order of their weight;
 * the paper's own below, where it has some.
 * @param name which model, layer or text it is, where there are several
 * @param areIds whether its tokens are ids, which have no spaces of their own between them
 */
export function sentenceLines(sentence: MarkedSentence, name: string, areIds: boolean, page: Page): string[] {
  const { row, tokens, lassoPicks, attentionPicks, paper } = sentence;
  const target = mark(bare(String(row.target), page), 'target', page);
  const text = near(tokens)
    .map((token) => (token === null ? ` ${page.signs.ellipsis}` : written(token, page)))
    .join(areIds ? ' ' : '');
  const { lasso, attention, model } = paper ?? { lasso: [], attention: [], model: '' };
  return [
    ...wrapped(`${target} at ${row.target_position}${name}`, page.width, INDENT),
    ...indented(text.trimStart(), page),
    ...indented(`Lasso ${lassoPicks.length}: ${listed(lassoPicks, page)}`, page),
    ...indented(`attention ${attentionPicks.length}: ${listed(attentionPicks, page)}`, page),
    ...(paper
      ? indented(`the paper (${model}): Lasso ${lasso.join(' ')}, attention ${attention.join(' ')}`, page)
      : []),
  ];
}

function indented(text: string, page: Page): string[] {
  return wrapped(text, page.width - INDENT.length, INDENT).map((line) => INDENT + line);
}

function listed(picks: readonly MarkedToken[], page: Page): string {
  if (picks.length === 0) return 'none';
  return picks.map(({ token, position }) => `${bare(token, page)} (${position})`).join(', ');
}

/** A token without the space before it; of nothing but spaces, these. */
export function bare(token: string, page: Page): string {
  return shownAlone(token.trim() || token, page);
}

function written(token: MarkedToken, page: Page): string {
  const text = token.token;
  // the space before a word stays outside of its mark
  const space = /^ +\S/.test(text) ? ' ' : '';
  const style = styleOf(token);
  if (style !== null) return space + mark(bare(text, page), style, page);
  return space + (space === '' && text.trim() !== '' ? shownAlone(text, page) : bare(text, page));
}

function styleOf({ isTarget, lassoPick, attentionPick }: MarkedToken): Style | null {
  if (isTarget) return 'target';
  if (lassoPick && attentionPick) return 'both';
  return lassoPick ? 'lasso' : attentionPick ? 'attention' : null;
}

const SHAPES: Partial<Record<Style, [string, string]>> = {
  target: ['[', ']'],
  lasso: ['{', '}'],
  attention: ['_', '_'],
  both: ['{_', '_}'],
};

function mark(text: string, style: Style, page: Page): string {
  const [left, right] = SHAPES[style]!;
  return painted(`${left}${text}${right}`, style, page);
}

/** Of a long text the tokens near a mark, with null for what is between. */
function near(tokens: readonly MarkedToken[]): (MarkedToken | null)[] {
  if (tokens.length <= LONG) return [...tokens];
  const marks = tokens.filter((token) => styleOf(token) !== null).map(({ position }) => position);
  const isNear = (at: number) => marks.some((position) => Math.abs(position - at) <= NEAR);
  const parts = tokens.map((token, i) => (isNear(i) ? token : null));
  return parts.filter((part, i) => part !== null || parts[i - 1] !== null);
}
