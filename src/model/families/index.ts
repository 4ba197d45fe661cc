import { InputError } from '../../errors.ts';
import type { Architecture } from '../architecture.ts';
import { gptNeoX } from './gpt-neox/gpt-neox.ts';
import { gpt2 } from './gpt2/gpt2.ts';
import { opt } from './opt/opt.ts';

type Family = (config: Record<string, unknown>) => Architecture;
const FAMILIES: Record<string, Family> = { gpt_neox: gptNeoX, gpt2, opt };

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
    'llmgeo runs checkpoints of GPT-NeoX (Pythia), GPT-2 (Cerebras-GPT) and OPT, and of models trained with the same architectures',
  );
}
