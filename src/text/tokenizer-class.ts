import type { JsonObject } from './row.ts';

/** A class that transformers builds anew from vocabulary and merges, with its settings in place of the file's. */
export interface RebuiltClass {
  normalize: boolean;
  /** Its special tokens where no file names others. */
  special: JsonObject;
  /** Whether what tokenizer.json puts around a text stays. */
  keepsTemplate: boolean;
}

const REBUILT: Record<string, RebuiltClass> = {
  GPTNeoXTokenizer: {
    normalize: true,
    special: {
      bos_token: '<|endoftext|>',
      eos_token: '<|endoftext|>',
      unk_token: '<|endoftext|>',
      pad_token: '<|padding|>',
    },
    keepsTemplate: false,
  },
  GPT2Tokenizer: {
    normalize: false,
    special: { bos_token: '<|endoftext|>', eos_token: '<|endoftext|>', unk_token: '<|endoftext|>' },
    keepsTemplate: true,
  },
};

const OF_MODEL: Record<string, string> = { gpt2: 'GPT2Tokenizer', opt: 'GPT2Tokenizer' };

/** The tokenizer's class, as AutoTokenizer chooses it: tokenizer_config.json's, else config.json's, else the family's. */
export function classOf(config: JsonObject, model: JsonObject): string {
  const named = config.tokenizer_class ?? model.tokenizer_class;
  if (named !== undefined && named !== null) return String(named).replace(/Fast$/, '');
  return OF_MODEL[String(model.model_type)] ?? 'GPTNeoXTokenizer';
}

/** How a class is built anew; undefined for one that is read as its file has it. */
export function rebuiltClass(name: string): RebuiltClass | undefined {
  return Object.hasOwn(REBUILT, name) ? REBUILT[name] : undefined;
}
