import { createHash } from 'node:crypto';
import type { TextName } from '../../experiments/experiment.ts';
import { modelLabels } from '../../hub/model-labels.ts';
import { defaultModel } from '../../hub/registry.ts';
import type { Json } from '../../report/result.ts';
import type { Text } from '../../text/text.ts';
import type { Input } from '../input.ts';
import type { ModelRequest } from '../model-run.ts';
import { numerics } from '../numerics.ts';

/** What decides the numbers of a run, as `run.json` has it: two processes with the same may work on one folder. */
export type RunDescription = {
  command: string;
  numerics: string;
  options: { [key: string]: Json };
  texts: { [key: string]: Json };
  models: Json[];
  revisions: Json[];
  layer: string;
  device: string;
  control: Json;
};

/** What a table says beside the records, as the process that began the run had it. */
export type RunNotes = {
  tool: string;
  /** The models as they were named on the command line, each once. */
  models: string[];
  /** `meta.input` of the result. */
  input: { [key: string]: Json };
  /** Where the files of texts lie on the machine that began the run. */
  files: string[];
  /** The options in full, from which the table is made. */
  options: Json;
  maxTokens: number | null;
  isControlled: boolean;
  seed: number;
  /** Of all texts of the input, those without a token included. */
  names: TextName[];
};

/**
 * Describes a run.
 * @param options as `meta.options` has them
 */
export async function describeRun(
  command: string,
  options: { [key: string]: Json },
  { input, request }: { input: Input; request: ModelRequest },
): Promise<RunDescription> {
  const { models, revisions, layer, device, controlSeeds } = request;
  const labels = await modelLabels(models.length > 0 ? [...new Set(models)] : [defaultModel()]);
  return {
    command,
    numerics: numerics(),
    options,
    texts: { count: input.texts.length, sha256: hashOf(input.texts), bos: request.bos ?? false },
    models: labels.map(({ name }) => name),
    revisions: [...new Set(revisions)],
    layer,
    device: device === 'auto' ? 'cpu' : device,
    control: typeof controlSeeds === 'function' ? 'by size' : controlSeeds,
  };
}

function hashOf(texts: readonly Text[]): string {
  const hash = createHash('sha256');
  for (const { index, text, ids, context, label } of texts)
    hash.update(JSON.stringify([index, text ?? null, ids ?? null, context ?? null, label ?? null]));
  return hash.digest('hex');
}

/** The texts by name. */
export function namesOf(texts: readonly Text[]): TextName[] {
  return texts.map(({ index, context, label }) => ({ index, context, label }));
}
