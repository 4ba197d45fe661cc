import { counted, distinct, line, named } from '../../report/plot/subtitle.ts';
import type { Json, Result } from '../../report/result.ts';
import type { Group } from './figure-groups.ts';

type Options = Record<string, Json>;

/** What a figure of Lasso and attention was made from: models, layers and strength; then texts and what a pick is. */
export function lassoSubtitle({ rows, meta }: Result, groups: readonly Group[], isPath: boolean): string[] {
  const options = (meta.options ?? {}) as Options;
  const run = [
    named(rows, 'model'),
    named(rows, 'revision', 'revision'),
    named(rows, 'weights'),
    named(rows, 'layer', 'layer'),
    isPath ? '100 strengths' : strength(options, meta.models),
    options.intercept === true ? 'with intercept' : '',
  ];
  const texts = distinct(rows, 'text');
  const tokens = groups.reduce((most, { position }) => Math.max(most, position), 0);
  const targets = new Set(groups.map(({ text, position }) => `${text} ${position}`)).size;
  const data = [
    `${counted(targets, 'target')} of ${texts === 1 ? 'one text' : `${texts} texts`}, the last at position ${tokens}`,
    typeof options.threshold === 'number' ? `a pick: above ${options.threshold}` : '',
    isPath ? '' : attention(options.attention_layer),
  ];
  return [line(run), line(data)];
}

/** As the convention has it; the other number too where the models have one width. */
function strength({ convention, strength }: Options, models: Json | undefined): string {
  if (typeof strength !== 'number') return '';
  const widths = new Set((Array.isArray(models) ? models : []).map((model) => (model as Options).dim));
  const [dim] = widths;
  const known = widths.size === 1 && typeof dim === 'number';
  if (convention === 'paper')
    return known ? `λ = ${strength} (alpha = ${short(strength / (2 * dim))})` : `λ = ${strength}`;
  return known ? `alpha = ${strength} (λ = ${short(2 * dim * strength)})` : `alpha = ${strength}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function attention(layer: Json | undefined): string {
  if (layer === 'mean') return 'attention: mean over blocks and heads';
  if (layer === 'below') return 'attention: block below the layer, mean over heads';
  if (layer === 'last') return 'attention: last block, mean over heads';
  return typeof layer === 'number' ? `attention: block ${layer}, mean over heads` : '';
}
