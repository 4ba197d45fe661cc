import { InputError } from '../errors.ts';
import type { Architecture } from './architecture.ts';
import { gptNeoX } from './gpt-neox.ts';

type Family = (config: Record<string, unknown>) => Architecture;
const FAMILIES: Record<string, Family> = { gpt_neox: gptNeoX };

/**
 * The architecture that a checkpoint's config.json describes.
 * @throws InputError when the family is not supported or the configuration is outside what the graph can express
 */
export function readArchitecture(config: Record<string, unknown>): Architecture {
  const type = String(config.model_type);
  const family = Object.hasOwn(FAMILIES, type) ? FAMILIES[type] : undefined;
  if (family) return family(config);
  throw new InputError(
    `config.json: model_type is ${JSON.stringify(config.model_type) ?? 'missing'}, expected ${Object.keys(FAMILIES).join(' or ')}`,
    'llmgeo runs GPT-NeoX checkpoints: Pythia, its variants and models trained with the same architecture',
  );
}
