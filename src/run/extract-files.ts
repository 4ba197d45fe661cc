import { basename } from 'node:path';
import type { OutputFolder } from '../io/output-folder.ts';
import { storeTensors, type TensorFormat } from '../io/tensor-files.ts';
import { toolName } from '../package.ts';
import type { Json } from '../report/result.ts';
import { elementType } from '../report/tensors/tensor.ts';
import { type ExtractedTensor, extractTensors, type Wanted } from './extract.ts';
import type { ModelRun } from './model-run.ts';

/** What the manifest says of one tensor: columns of the rows of other commands, then where and what it is. */
export type TensorEntry = Record<string, Json>;

/** A name for the files of a model: what it is called, its revision other than `main`, and that it is untrained. */
export function readableName({ resolved, identity }: ModelRun): string {
  const { name, folder, source } = resolved;
  const { revision, weights } = identity;
  const parts = [source === 'folder' ? basename(folder) : name];
  if (revision !== null && revision !== 'main') parts.push(revision);
  if (weights === 'untrained') parts.push(weights);
  return parts.join('-');
}

/**
 * Runs all texts of a model and writes the tensors of each as soon as they are there, to files `NAME/text-00000...`;
 * of all that, only what is returned stays in memory.
 * @throws LlmgeoError where a write fails
 */
export async function extractToFiles(
  run: ModelRun,
  wanted: Wanted,
  { folder, format, name }: { folder: OutputFolder; format: TensorFormat; name: string },
): Promise<TensorEntry[]> {
  const entries: TensorEntry[] = [];
  await extractTensors(run, wanted, async (text, tensors) => {
    const stem = `${name}/text-${String(text.index).padStart(5, '0')}`;
    const metadata = { text: String(text.index), ...metadataOf(await run.describe()) };
    const files = await storeTensors(folder, format, stem, tensors, metadata);
    for (const [i, tensor] of tensors.entries())
      entries.push({ ...run.identity, ...entryOf(tensor, text.index, files[i]) });
  });
  return entries;
}

function entryOf(tensor: ExtractedTensor, text: number, file: string): TensorEntry {
  const { layer, block, kind, name, shape } = tensor;
  return { layer, block, text, kind, name, dtype: elementType(tensor).numpy, shape, file };
}

/** What a safetensors file says of itself: strings only, and nothing that is not known. */
function metadataOf(model: Record<string, Json>): Record<string, string> {
  const metadata: Record<string, string> = { tool: toolName() };
  const told = [
    'model',
    'revision',
    'commit',
    'weights',
    'weights_seed',
    'weights_sha256',
    'tokenizer_sha256',
  ];
  for (const key of told) {
    const value = model[key];
    if (value !== null) metadata[key] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return metadata;
}
