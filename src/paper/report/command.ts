import type { Json } from '../../report/result.ts';
import { inputName } from '../../run/input.ts';
import type { Measured } from '../measured.ts';

type Described = Record<string, Json>;

/**
 * The command that gives these numbers, without what this machine alone knows: folders go by their names, and run.json
 * has what was typed.
 */
export function commandOf({ descriptions, input, maxTokens, seed, controls }: Measured): string {
  const models = descriptions.filter(({ weights }) => weights === 'trained');
  const names = models.map(({ model }) => model).join(',');
  return [
    `llmgeo reproduce --model ${names}`,
    ...revisionFlag(models),
    ...layerFlag(models),
    ...textFlags(input),
    `--max-tokens ${maxTokens}`,
    `--seed ${seed}`,
    ...seedsFlag(controls),
  ].join(' ');
}

function revisionFlag(models: readonly Described[]): string[] {
  const named = models
    .map(({ revision }) => revision)
    .filter((revision) => revision !== null && revision !== 'main');
  return named.length === 0 ? [] : [`--revision ${[...new Set(named)].join(',')}`];
}

/** Where models differ in it, each has what it has by default. */
function seedsFlag(controls: readonly number[]): string[] {
  const counts = [...new Set(controls)];
  return counts.length === 1 ? [`--control-seeds ${counts[0]}`] : [];
}

/** The last layer is what runs where none is named. */
function layerFlag(models: readonly Described[]): string[] {
  const layers = models.map(({ layer, blocks: last }) => ({ layer: (layer as Json[])[0], last }));
  return layers.every(({ layer, last }) => layer === last) ? [] : [`--layer ${layers[0].layer}`];
}

function textFlags(input: Described): string[] {
  const { dataset, file, limit, source } = input;
  const limited = typeof limit === 'number' ? [`--limit ${limit}`] : [];
  if (typeof dataset === 'string') return [`--dataset ${inputName(input)}`, ...limited];
  if (source === 'ids') return [`--ids ${inputName(input)}`, ...limited];
  if (source === 'file' || file) return [`--file ${inputName(input)}`, ...limited];
  return [...(source === 'arguments' ? ['TEXT...'] : source === 'stdin' ? ['-'] : []), ...limited];
}
